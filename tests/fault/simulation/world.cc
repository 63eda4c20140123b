#include "tests/fault/simulation/world.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace yuheng::fault {

uint64_t Random::Next() {
  uint64_t z = (state_ += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

int64_t Random::Below(int64_t n) {
  return static_cast<int64_t>(Next() % static_cast<uint64_t>(n));
}

int64_t Random::Between(int64_t first, int64_t last) {
  return first + Below(last - first + 1);
}

World::World(uint64_t seed, std::function<void(absl::string_view)> print)
    : random_(seed),
      print_(std::move(print)),
      trace_hash_(0xcbf29ce484222325) {}

void World::After(int64_t delay_us, std::function<void()> event) {
  events_.emplace(std::pair(now_us_ + delay_us, next_number_++),
                  std::move(event));
}

bool World::Step() {
  if (events_.empty()) return false;
  auto event = events_.extract(events_.begin());
  now_us_ = event.key().first;
  event.mapped()();
  return true;
}

void World::RunUntil(int64_t time_us) {
  while (!events_.empty() && events_.begin()->first.first <= time_us) Step();
  if (now_us_ < time_us) now_us_ = time_us;
}

void World::Trace(absl::string_view line) {
  const std::string timed = absl::StrCat(now_us_, " ", line);
  for (const char c : timed) {
    trace_hash_ = (trace_hash_ ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  if (print_) print_(timed);
}

void World::Fault(const std::string& kind, absl::string_view where) {
  ++faults_[kind];
  Trace(absl::StrCat("fault ", kind, " ", where));
}

}  // namespace yuheng::fault
