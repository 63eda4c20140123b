// For ThreadSanitizer only. Debian's Abseil is not built for it, so it would
// not see what Abseil's mutexes order and take all that they guard for a race.
// These definitions stand before those of the library, call them, and tell.
// Those with a timeout call those with a deadline.
#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "services/budget/check.h"

namespace {

// The library's function of that mangled name.
template <typename Function>
Function* Original(const char* name) {
  void* const found = dlsym(RTLD_NEXT, name);
  YUHENG_CHECK(found != nullptr);
  return reinterpret_cast<Function*>(found);
}

constexpr unsigned kWrite = 0;
constexpr unsigned kRead = __tsan_mutex_read_lock;

// What is done between their construction and their end locks, tries to lock,
// or unlocks.
class Locking {
 public:
  Locking(absl::Mutex* mutex, unsigned flags) : mutex_(mutex), flags_(flags) {
    __tsan_mutex_pre_lock(mutex_, flags_);
  }
  ~Locking() { __tsan_mutex_post_lock(mutex_, flags_, 0); }
  void Failed() { flags_ |= __tsan_mutex_try_lock_failed; }

 private:
  absl::Mutex* const mutex_;
  unsigned flags_;
};

class Unlocking {
 public:
  Unlocking(absl::Mutex* mutex, unsigned flags) : mutex_(mutex), flags_(flags) {
    __tsan_mutex_pre_unlock(mutex_, flags_);
  }
  ~Unlocking() { __tsan_mutex_post_unlock(mutex_, flags_); }

 private:
  absl::Mutex* const mutex_;
  const unsigned flags_;
};

// Around a wait, which gives the mutex up and takes it again.
template <typename Wait>
auto Waiting(absl::Mutex* mutex, const Wait& wait) {
  { const Unlocking unlocking(mutex, kWrite); }
  const Locking locking(mutex, kWrite);
  return wait();
}

}  // namespace

namespace absl {
ABSL_NAMESPACE_BEGIN

Mutex::~Mutex() {
  static auto* const original =
      Original<void(Mutex*)>("_ZN4absl7debian35MutexD1Ev");
  __tsan_mutex_destroy(this, __tsan_mutex_not_static);
  original(this);
}

void Mutex::Lock() {
  static auto* const original =
      Original<void(Mutex*)>("_ZN4absl7debian35Mutex4LockEv");
  const Locking locking(this, kWrite);
  original(this);
}

void Mutex::Unlock() {
  static auto* const original =
      Original<void(Mutex*)>("_ZN4absl7debian35Mutex6UnlockEv");
  const Unlocking unlocking(this, kWrite);
  original(this);
}

bool Mutex::TryLock() {
  static auto* const original =
      Original<bool(Mutex*)>("_ZN4absl7debian35Mutex7TryLockEv");
  Locking locking(this, __tsan_mutex_try_lock);
  const bool locked = original(this);
  if (!locked) locking.Failed();
  return locked;
}

void Mutex::ReaderLock() {
  static auto* const original =
      Original<void(Mutex*)>("_ZN4absl7debian35Mutex10ReaderLockEv");
  const Locking locking(this, kRead);
  original(this);
}

void Mutex::ReaderUnlock() {
  static auto* const original =
      Original<void(Mutex*)>("_ZN4absl7debian35Mutex12ReaderUnlockEv");
  const Unlocking unlocking(this, kRead);
  original(this);
}

void Mutex::LockWhen(const Condition& condition) {
  static auto* const original = Original<void(Mutex*, const Condition&)>(
      "_ZN4absl7debian35Mutex8LockWhenERKNS0_9ConditionE");
  const Locking locking(this, kWrite);
  original(this, condition);
}

bool Mutex::LockWhenWithDeadline(const Condition& condition, Time deadline) {
  static auto* const original = Original<bool(Mutex*, const Condition&, Time)>(
      "_ZN4absl7debian35Mutex20LockWhenWithDeadlineERKNS0_9ConditionENS0_"
      "4TimeE");
  const Locking locking(this, kWrite);
  return original(this, condition, deadline);
}

void Mutex::Await(const Condition& condition) {
  static auto* const original = Original<void(Mutex*, const Condition&)>(
      "_ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE");
  Waiting(this, [&] { original(this, condition); });
}

bool Mutex::AwaitWithDeadline(const Condition& condition, Time deadline) {
  static auto* const original = Original<bool(Mutex*, const Condition&, Time)>(
      "_ZN4absl7debian35Mutex17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE");
  return Waiting(this, [&] { return original(this, condition, deadline); });
}

void CondVar::Wait(Mutex* mutex) {
  static auto* const original = Original<void(CondVar*, Mutex*)>(
      "_ZN4absl7debian37CondVar4WaitEPNS0_5MutexE");
  Waiting(mutex, [&] { original(this, mutex); });
}

bool CondVar::WaitWithDeadline(Mutex* mutex, Time deadline) {
  static auto* const original = Original<bool(CondVar*, Mutex*, Time)>(
      "_ZN4absl7debian37CondVar16WaitWithDeadlineEPNS0_5MutexENS0_4TimeE");
  return Waiting(mutex, [&] { return original(this, mutex, deadline); });
}

// As the library has them: what they do is seen when they are compiled here.
void Notification::Notify() {
  MutexLock lock(&mutex_);
  notified_yet_.store(true, std::memory_order_release);
}

void Notification::WaitForNotification() const {
  WaitForNotificationWithDeadline(InfiniteFuture());
}

bool Notification::WaitForNotificationWithTimeout(Duration timeout) const {
  return WaitForNotificationWithDeadline(Now() + timeout);
}

bool Notification::WaitForNotificationWithDeadline(Time deadline) const {
  if (HasBeenNotifiedInternal(&notified_yet_)) return true;
  const bool notified = mutex_.LockWhenWithDeadline(
      Condition(&HasBeenNotifiedInternal, &notified_yet_), deadline);
  mutex_.Unlock();
  return notified;
}

ABSL_NAMESPACE_END
}  // namespace absl
