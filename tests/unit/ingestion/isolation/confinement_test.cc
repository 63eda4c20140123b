// A confined process goes on thinking, and reaches nothing.

#include "services/ingestion/isolation/confinement.h"

#include <errno.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

namespace yuheng::ingestion {
namespace {

#ifndef __SANITIZE_ADDRESS__

// Nothing but what the process exits with comes out of it.
constexpr int kDone = 0;
constexpr int kRefused = 10;
constexpr int kFailedOtherwise = 11;
constexpr int kNotConfined = 12;

// How a process ends that is confined and does that: with what `action`
// returns, a system call's result.
int EndOf(const std::function<long()>& action) {
  const pid_t child = fork();
  if (child == 0) {
    if (!Confine()) _exit(kNotConfined);
    errno = 0;
    const long result = action();
    if (result >= 0) _exit(kDone);
    _exit(errno == EPERM ? kRefused : kFailedOtherwise);
  }
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  return status;
}
void ExpectExit(int end, int code, const char* what) {
  ASSERT_TRUE(WIFEXITED(end)) << what;
  EXPECT_EQ(WEXITSTATUS(end), code) << what;
}

TEST(ConfinementTest, FilesNetworkAndProcesses_AreOutOfReach) {
  const pid_t parent = getpid();
  static const char* const kNothing[] = {nullptr};
  const struct {
    const char* what;
    std::function<long()> action;
  } cases[] = {
      {"open", [] { return open("/etc/passwd", O_RDONLY); }},
      {"create", [] { return open("confined.txt", O_CREAT | O_RDWR, 0600); }},
      {"unlink", [] { return unlink("confined.txt"); }},
      {"stat",
       [] {
         struct stat about = {};
         return stat("/etc/passwd", &about);
       }},
      {"socket", [] { return socket(AF_INET, SOCK_STREAM, 0); }},
      {"fork", [] { return fork(); }},
      {"exec",
       [] {
         return execve("/bin/true", const_cast<char* const*>(kNothing),
                       const_cast<char* const*>(kNothing));
       }},
      {"kill", [parent] { return kill(parent, 0); }},
      {"tgkill", [parent] { return syscall(SYS_tgkill, parent, parent, 0); }},
      {"memory of another",
       [parent] {
         return syscall(SYS_process_vm_readv, parent, nullptr, 0, nullptr, 0,
                        0);
       }},
      {"new code",
       [] {
         void* const page = mmap(nullptr, 4096, PROT_READ | PROT_EXEC,
                                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
         return page == MAP_FAILED ? -1L : 0L;
       }},
      {"memory as code",
       [] {
         void* const page = mmap(nullptr, 4096, PROT_READ | PROT_WRITE,
                                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
         return page == MAP_FAILED ? 0 : mprotect(page, 4096, PROT_EXEC);
       }},
  };
  for (const auto& each : cases) {
    ExpectExit(EndOf(each.action), kRefused, each.what);
  }
}

TEST(ConfinementTest, MemoryAndOpenDescriptors_StayAtHand) {
  int pipes[2];
  ASSERT_EQ(pipe(pipes), 0);
  ExpectExit(EndOf([&] {
               std::vector<std::string> strings;
               for (int i = 0; i < 100'000; ++i) strings.emplace_back(64, 'x');
               return write(pipes[1], strings.back().data(), 64) == 64 ? 0 : -1;
             }),
             kDone, "write");
  char bytes[64];
  EXPECT_EQ(read(pipes[0], bytes, sizeof bytes), 64);
  close(pipes[0]);
  close(pipes[1]);
}

TEST(ConfinementTest, Abort_EndsIt) {
  const int end = EndOf([]() -> long { std::abort(); });
  ASSERT_TRUE(WIFSIGNALED(end));
  EXPECT_EQ(WTERMSIG(end), SIGABRT);
}

#endif

}  // namespace
}  // namespace yuheng::ingestion
