#ifndef YUHENG_SERVICES_CLI_SAMPLE_RANDOM_H_
#define YUHENG_SERVICES_CLI_SAMPLE_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace yuheng::cli {

// SplitMix64. The standard library's distributions differ between platforms,
// so the arithmetic is our own.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  // The generator of stream `index` of a seed.
  static Random Stream(uint64_t seed, uint64_t index) {
    Random mixed(seed);
    const uint64_t base = mixed.Next();
    return Random(base ^ Random(index * 0x9e3779b97f4a7c15u + 1).Next());
  }

  uint64_t Next() {
    state_ += 0x9e3779b97f4a7c15u;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  // A number in [low, high]; low <= high. The bias of the remainder is of no
  // importance here.
  int64_t Between(int64_t low, int64_t high) {
    const uint64_t span = static_cast<uint64_t>(high - low) + 1;
    return low + static_cast<int64_t>(Next() % span);
  }

  bool OneIn(int n) { return Between(1, n) == 1; }
  bool Percent(int percent) { return Between(1, 100) <= percent; }

  // An index below `size`, which is not 0.
  size_t Index(size_t size) { return static_cast<size_t>(Next() % size); }

  template <typename T>
  const T& Pick(const std::vector<T>& items) {
    return items[Index(items.size())];
  }

  template <typename T>
  void Shuffle(std::vector<T>* items) {
    for (size_t i = items->size(); i > 1; --i) {
      std::swap((*items)[i - 1], (*items)[Index(i)]);
    }
  }

 private:
  uint64_t state_;
};

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_SAMPLE_RANDOM_H_
