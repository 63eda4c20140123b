#include "services/gateway/sessions/session_store.h"

#include <iterator>
#include <utility>

#include "absl/strings/escaping.h"
#include "services/budget/check.h"

namespace yuheng::gateway {

std::string SessionStore::Add(Session session) {
  const std::string random = sources_.random();
  YUHENG_CHECK(random.size() == kSessionIdBytes);
  std::string id = absl::WebSafeBase64Escape(random);
  const absl::Time now = sources_.now();
  absl::MutexLock lock(&mu_);
  EraseExpired(now);
  size_t of_subject = 0;
  for (auto kept = order_.rbegin(); kept != order_.rend(); ++kept) {
    if (kept->session->identity.subject != session.identity.subject) continue;
    if (++of_subject < kSessionsPerSubjectMax) continue;
    Erase(std::prev(kept.base()));
    break;
  }
  if (order_.size() >= kSessionsMax) Erase(order_.begin());
  order_.push_back(
      {id, std::make_shared<const Session>(std::move(session)), now});
  by_id_[id] = std::prev(order_.end());
  return id;
}

std::shared_ptr<const Session> SessionStore::Find(absl::string_view id) {
  const absl::Time now = sources_.now();
  absl::MutexLock lock(&mu_);
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return nullptr;
  const Order::iterator kept = found->second;
  if (IsOver(*kept, now)) {
    Erase(kept);
    return nullptr;
  }
  kept->used = now;
  order_.splice(order_.end(), order_, kept);
  return kept->session;
}

bool SessionStore::Has(absl::string_view id) const {
  const absl::Time now = sources_.now();
  absl::MutexLock lock(&mu_);
  const auto found = by_id_.find(id);
  return found != by_id_.end() && !IsOver(*found->second, now);
}

void SessionStore::Remove(absl::string_view id) {
  absl::MutexLock lock(&mu_);
  const auto found = by_id_.find(id);
  if (found != by_id_.end()) Erase(found->second);
}

size_t SessionStore::size() const {
  absl::MutexLock lock(&mu_);
  return order_.size();
}

bool SessionStore::IsOver(const Kept& kept, absl::Time now) const {
  return now - kept.used >= idle_max_ || now >= kept.session->expires;
}

void SessionStore::Erase(Order::iterator kept) {
  by_id_.erase(kept->id);
  order_.erase(kept);
}

void SessionStore::EraseExpired(absl::Time now) {
  while (!order_.empty() && now - order_.front().used >= idle_max_) {
    Erase(order_.begin());
  }
}

}  // namespace yuheng::gateway
