#ifndef YUHENG_TESTS_AWKWARD_JUDGEMENT_H_
#define YUHENG_TESTS_AWKWARD_JUDGEMENT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/budget/document.h"
#include "tests/awkward/awkward_file.h"

namespace yuheng::awkward {

// What became of the file.
absl::StatusOr<budget::Document> Read(const AwkwardFile& file);

// What of it is other than must be, a line each; empty when nothing is.
std::vector<std::string> Wrongs(
    const AwkwardFile& file, const absl::StatusOr<budget::Document>& document);

}  // namespace yuheng::awkward

#endif  // YUHENG_TESTS_AWKWARD_JUDGEMENT_H_
