// A file as bureaus send it, and what must become of it.
#ifndef YUHENG_TESTS_AWKWARD_AWKWARD_FILE_H_
#define YUHENG_TESTS_AWKWARD_AWKWARD_FILE_H_

#include <string>
#include <vector>

#include "services/rpc/reason.h"

namespace yuheng::awkward {

enum class Outcome {
  kWhole,   // Says what the published text says.
  kTables,  // Its ten tables do; it has no words.
  kRefused,
};

// A problem that is told beside what was read.
struct Told {
  std::string id;     // reader.sheet_hidden
  std::string place;  // The reference, or the line; empty for the whole file.
  std::string zh;     // Words that stand in the message.
  std::string en;
};

struct AwkwardFile {
  std::string name;  // Of the file.
  std::string what;  // What is awkward about it.
  std::string bytes;
  Outcome outcome = Outcome::kWhole;
  // All that is told, of a file that is read.
  std::vector<Told> told;
  // Beginnings of addresses that say something else or nothing, and what they
  // say instead: T3:206:total=30.
  std::vector<std::string> left_out;
  std::vector<std::string> instead;
  // Of a file that is refused: the reason, and words of the message: the place
  // or what the file is, and what to do.
  rpc::Reason reason = rpc::Reason::kDocumentBinary;
  std::vector<std::string> zh;
  std::vector<std::string> en;
};

}  // namespace yuheng::awkward

#endif  // YUHENG_TESTS_AWKWARD_AWKWARD_FILE_H_
