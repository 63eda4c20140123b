#ifndef YUHENG_TESTS_FAULT_SIMULATION_NETWORK_H_
#define YUHENG_TESTS_FAULT_SIMULATION_NETWORK_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/fault/simulation/settings.h"
#include "tests/fault/simulation/world.h"

namespace yuheng::fault {

// Carries messages between processes: each takes a while, and may be lost,
// doubled, or so late that others overtake it.
class Network {
 public:
  // Both outlive it.
  Network(World* world, const Settings* settings)
      : world_(*world), settings_(*settings) {}

  // Delivers a message once, twice or never.
  void Send(const std::string& what, std::function<void()> deliver);

  template <typename T>
  using Answerer = std::function<void(absl::StatusOr<T>)>;

  // Asks and waits for `deadline_us` at most. `serve` runs where the request
  // arrives, as often as it does, and may answer later or never. `done` gets
  // the first answer that arrives, or UNAVAILABLE when none did.
  template <typename T>
  void Ask(const std::string& what, int64_t deadline_us,
           std::function<void(Answerer<T>)> serve, Answerer<T> done) {
    auto waiting = std::make_shared<Answerer<T>>(std::move(done));
    const auto hear = [waiting](absl::StatusOr<T> reply) {
      // Once only, even when it asks again from inside.
      const auto once = std::exchange(*waiting, nullptr);
      if (once) once(std::move(reply));
    };
    Send(what, [this, what, hear, serve = std::move(serve)] {
      serve([this, what, hear](absl::StatusOr<T> reply) {
        Send(what + " answer",
             [hear, reply = std::move(reply)] { hear(reply); });
      });
    });
    world_.After(deadline_us,
                 [hear] { hear(absl::UnavailableError("no answer in time")); });
  }

  World& world() { return world_; }

 private:
  World& world_;
  const Settings& settings_;
};

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_SIMULATION_NETWORK_H_
