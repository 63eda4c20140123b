#include "services/access/authenticator.h"

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/rpc/reason.h"

namespace yuheng::access {
namespace {

constexpr absl::string_view kScheme = "Bearer ";

absl::Status InFile(const WatchedFile& file, const absl::Status& status) {
  return absl::Status(status.code(),
                      absl::StrCat(file.path(), ": ", status.message()));
}

absl::StatusOr<Identity> HolderFrom(
    const config::v1::CertificateHolder& holder) {
  if (!IsSubject(holder.name()) || holder.roles().empty()) {
    return absl::InvalidArgumentError(
        "access.holders: a holder has a name without blanks and a role");
  }
  for (const int role : holder.roles()) {
    if (role == v1::ROLE_UNSPECIFIED || !v1::Role_IsValid(role) ||
        (role == v1::ROLE_SERVICE && holder.roles_size() > 1)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "access.holders: ", holder.name(),
          " has no role of this program, or a service's and another"));
    }
    if (IsServiceName(holder.name()) && role != v1::ROLE_SERVICE) {
      return absl::InvalidArgumentError(absl::StrCat(
          "access.holders: ", holder.name(), " is a service's name"));
    }
  }
  Identity identity;
  identity.proof = Proof::kCertificate;
  identity.subject = holder.name();
  identity.display_name = holder.display_name();
  for (const int role : holder.roles()) {
    identity.roles.push_back(static_cast<Role>(role));
  }
  identity.departments.assign(holder.departments().begin(),
                              holder.departments().end());
  identity.units.assign(holder.units().begin(), holder.units().end());
  for (const std::string& unit : identity.units) {
    if (IsUnitName(unit)) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        "access.holders: ", holder.name(), " has the unit \"", unit,
        "\", which is none: department/unit, such as 104/104001"));
  }
  return identity;
}

}  // namespace

Authenticator::Authenticator(const config::v1::AccessConfig& config,
                             Clock clock)
    : audience_(config.audience().empty() ? kAudienceDefault
                                          : config.audience()),
      clock_(std::move(clock)),
      jwks_file_(config.jwks_file()),
      revoked_file_(config.revoked_file()) {}

absl::StatusOr<std::unique_ptr<Authenticator>> Authenticator::Open(
    const config::v1::AccessConfig& config, Clock clock) {
  auto opened = absl::WrapUnique(new Authenticator(config, std::move(clock)));
  for (const config::v1::CertificateHolder& holder : config.holders()) {
    absl::StatusOr<Identity> identity = HolderFrom(holder);
    if (!identity.ok()) return identity.status();
    const bool added =
        opened->holders_
            .emplace(holder.name(),
                     std::make_shared<const Identity>(*std::move(identity)))
            .second;
    if (!added) {
      return absl::InvalidArgumentError(
          absl::StrCat("access.holders: ", holder.name(), " stands twice"));
    }
  }
  absl::MutexLock lock(&opened->mu_);
  opened->keys_ = std::make_shared<const std::vector<Key>>();
  absl::Status status = opened->ReadKeys();
  status.Update(opened->ReadRevocations());
  if (!status.ok()) return status;
  return opened;
}

absl::Status Authenticator::ReadKeys() {
  if (jwks_file_.path().empty()) return absl::OkStatus();
  const absl::StatusOr<std::string> text = jwks_file_.Read();
  if (!text.ok()) return text.status();
  absl::StatusOr<std::vector<Key>> keys = KeysFromJwks(*text);
  if (!keys.ok()) return InFile(jwks_file_, keys.status());
  keys_ = std::make_shared<const std::vector<Key>>(*std::move(keys));
  known_.clear();
  return absl::OkStatus();
}

absl::Status Authenticator::ReadRevocations() {
  if (revoked_file_.path().empty()) return absl::OkStatus();
  const absl::StatusOr<std::string> text = revoked_file_.Read();
  if (!text.ok()) return text.status();
  absl::StatusOr<Revocations> revocations = ParseRevocations(*text);
  if (!revocations.ok()) return InFile(revoked_file_, revocations.status());
  revocations_ = *std::move(revocations);
  return absl::OkStatus();
}

void Authenticator::ReadChanges() {
  for (const absl::Status& status :
       {jwks_file_.Changed() ? ReadKeys() : absl::OkStatus(),
        revoked_file_.Changed() ? ReadRevocations() : absl::OkStatus()}) {
    if (!status.ok()) clock_.on_unreadable(status);
  }
}

absl::StatusOr<Authenticator::Known> Authenticator::Verified(
    absl::string_view token) {
  const absl::Time now = clock_.now();
  Keys keys;
  {
    absl::MutexLock lock(&mu_);
    const auto found = known_.find(token);
    if (found != known_.end() && now < found->second->expires) {
      return found->second;
    }
    keys = keys_;
  }
  // Takes a while, and strangers can have it done as often as they like: nobody
  // waits for it.
  absl::StatusOr<Token> verified = VerifyToken(token, *keys, audience_, now);
  if (!verified.ok()) return verified.status();
  auto known = std::make_shared<const Token>(*std::move(verified));
  absl::MutexLock lock(&mu_);
  // Not if the keys are others by now.
  if (keys == keys_) {
    if (known_.size() >= kTokensRememberedMax) known_.clear();
    known_.insert_or_assign(std::string(token), known);
  }
  return known;
}

absl::Status Authenticator::CheckNotRevoked(const std::string& subject,
                                            const std::string& token,
                                            absl::Time issued) {
  absl::MutexLock lock(&mu_);
  const auto found = revocations_.subjects.find(subject);
  if ((found == revocations_.subjects.end() || issued >= found->second) &&
      revocations_.tokens.count(token) == 0) {
    return absl::OkStatus();
  }
  return rpc::MakeError(rpc::Reason::kUnauthenticated, "令牌或证书已被撤销",
                        "the token or certificate was revoked");
}

absl::StatusOr<std::shared_ptr<const Identity>> Authenticator::Identify(
    absl::string_view authorization,
    absl::Span<const std::string> certificate_names) {
  {
    absl::MutexLock lock(&mu_);
    ReadChanges();
  }
  if (authorization.empty()) {
    for (const std::string& name : certificate_names) {
      const auto holder = holders_.find(name);
      if (holder == holders_.end()) continue;
      const absl::Status status = CheckNotRevoked(name, "", clock_.now());
      if (!status.ok()) return status;
      return holder->second;
    }
    return rpc::MakeError(rpc::Reason::kUnauthenticated);
  }
  if (!absl::StartsWithIgnoreCase(authorization, kScheme)) {
    return rpc::MakeError(rpc::Reason::kUnauthenticated);
  }
  absl::StatusOr<Known> token = Verified(
      absl::StripAsciiWhitespace(authorization.substr(kScheme.size())));
  if (!token.ok()) return token.status();
  const Known known = *std::move(token);
  const absl::Status status =
      CheckNotRevoked(known->identity.subject, known->id, known->issued);
  if (!status.ok()) return status;
  // Shares the token's life.
  return std::shared_ptr<const Identity>(known, &known->identity);
}

}  // namespace yuheng::access
