#ifndef YUHENG_SERVICES_GATEWAY_ROUTES_ROOM_H_
#define YUHENG_SERVICES_GATEWAY_ROUTES_ROOM_H_

#include <atomic>
#include <memory>
#include <utility>

namespace yuheng::gateway {

// How many of something may go on at once. Thread-safe.
class Room {
 public:
  explicit Room(int places) : places_(places) {}

  struct Leave {
    void operator()(Room* room) const { room->taken_.fetch_sub(1); }
  };
  // A place, until it is destroyed; null when all are taken. Outlived by the
  // room.
  using Place = std::unique_ptr<Room, Leave>;
  Place TryEnter() {
    Place place(this);
    return taken_.fetch_add(1) < places_ ? std::move(place) : nullptr;
  }

  int taken() const { return taken_.load(); }

 private:
  const int places_;
  std::atomic<int> taken_{0};
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_ROUTES_ROOM_H_
