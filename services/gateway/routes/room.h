#ifndef YUHENG_SERVICES_GATEWAY_ROUTES_ROOM_H_
#define YUHENG_SERVICES_GATEWAY_ROUTES_ROOM_H_

#include <atomic>
#include <memory>
#include <utility>

namespace yuheng::gateway {

// How many of something may go on, or be kept, at once. Thread-safe.
class Room {
 public:
  explicit Room(int places) : places_(places) {}

  struct Leave {
    int places = 1;
    void operator()(Room* room) const { room->taken_.fetch_sub(places); }
  };
  // A place or several, until it is destroyed; null when not as many are left.
  // Outlived by the room.
  using Place = std::unique_ptr<Room, Leave>;
  Place TryEnter(int places = 1) {
    Place place(this, Leave{places});
    const int taken = taken_.fetch_add(places) + places;
    return taken <= places_ ? std::move(place) : nullptr;
  }

 private:
  const int places_;
  std::atomic<int> taken_{0};
};

}  // namespace yuheng::gateway

#endif  // YUHENG_SERVICES_GATEWAY_ROUTES_ROOM_H_
