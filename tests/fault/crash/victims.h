#ifndef YUHENG_TESTS_FAULT_CRASH_VICTIMS_H_
#define YUHENG_TESTS_FAULT_CRASH_VICTIMS_H_

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/cli/sample/random.h"
#include "tests/fault/crash/season.h"
#include "tests/fault/traffic/journal.h"
#include "tests/support/cluster.h"

namespace yuheng::fault {

struct VictimsOptions {
  testing::Cluster* cluster = nullptr;
  Journal* journal = nullptr;
  Kills* kills = nullptr;
  std::string kill_points;
  // Where processes note that they are about to end at a point.
  std::string notes_dir;
  Canary canary = Canary::kNone;
};

// Ends processes of a cluster and starts them again. What ends without having
// been told to, or does not start, is a complaint. Not thread-safe.
class Victims {
 public:
  // Whether processes that own data are started so that some end by themselves
  // at a point of their commit path.
  enum class Arming { kNone, kSome };

  Victims(VictimsOptions options, cli::Random random)
      : options_(std::move(options)), random_(random) {}

  // Lets them work for a random time, shorter when one ends by itself, and then
  // kills one or several more.
  void AwaitEnd();
  void KillAll();
  // Starts what is down, in a random order. False when something does not come
  // up.
  bool Restart(Arming arming);

 private:
  struct Life {
    std::string point;  // Where it ends; empty when it is not armed.
    std::string note;   // That it got there.
  };

  enum class Cause { kKilled, kItself };

  // Counts an end: at the point it was armed for, at random, or for no reason,
  // which is a complaint. `when` says more.
  void NoteEnd(testing::Process process, Cause cause, const std::string& when);
  // Notes those that ended by themselves; whether there are any.
  bool NoteEnded();
  void Kill(testing::Process process);
  bool Start(testing::Process process, Arming arming);
  // Environment of the next life.
  std::vector<std::string> Arm(testing::Process process, Arming arming);
  void HarmLog();
  std::vector<testing::Process> Shuffled();
  void Complain(const std::string& property, const std::string& what);

  const VictimsOptions options_;
  cli::Random random_;
  std::map<testing::Process, Life> lives_;
  std::set<testing::Process> down_;  // Whose end was noted.
  int notes_ = 0;
};

}  // namespace yuheng::fault

#endif  // YUHENG_TESTS_FAULT_CRASH_VICTIMS_H_
