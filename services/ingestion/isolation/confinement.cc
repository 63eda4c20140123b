#include "services/ingestion/isolation/confinement.h"

#include <errno.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <unistd.h>

#include <memory>
#include <type_traits>

namespace yuheng::ingestion {
namespace {

// With no condition on what they are called with.
constexpr int kCalls[] = {
    // The descriptors that are open.
    SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev),
    SCMP_SYS(lseek), SCMP_SYS(fstat), SCMP_SYS(close),
    // Memory.
    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
    SCMP_SYS(sysinfo), SCMP_SYS(sched_getaffinity),
    // The clock, chance, locks.
    SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres), SCMP_SYS(gettimeofday),
    SCMP_SYS(getrandom), SCMP_SYS(futex), SCMP_SYS(sched_yield),
    // Its own end.
    SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall), SCMP_SYS(exit), SCMP_SYS(exit_group)};

bool Allow(scmp_filter_ctx filter) {
  for (const int call : kCalls) {
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) != 0) return false;
  }
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
                         SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) != 0) {
      return false;
    }
  }
  // How abort() ends it.
  return seccomp_rule_add(
             filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
             SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(getpid()))) == 0;
}

}  // namespace

bool Confine() {
  const std::unique_ptr<std::remove_pointer_t<scmp_filter_ctx>,
                        decltype(&seccomp_release)>
      filter(seccomp_init(SCMP_ACT_ERRNO(EPERM)), &seccomp_release);
  return filter != nullptr && Allow(filter.get()) &&
         seccomp_load(filter.get()) == 0;
}

}  // namespace yuheng::ingestion
