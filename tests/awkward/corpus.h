// The corpus: the published disclosure in files as bureaus send them, and files
// that are none of a budget. Each is made here, so that what is awkward about
// it can be read.
#ifndef YUHENG_TESTS_AWKWARD_CORPUS_H_
#define YUHENG_TESTS_AWKWARD_CORPUS_H_

#include <vector>

#include "tests/awkward/awkward_file.h"

namespace yuheng::awkward {

std::vector<AwkwardFile> LaidOutWorkbooks();  // Same figures, laid out oddly.
std::vector<AwkwardFile> OddWorkbooks();      // Odd cells, sheets and names.
std::vector<AwkwardFile> WordDocuments();
std::vector<AwkwardFile> WebPages();
std::vector<AwkwardFile> CsvFiles();
std::vector<AwkwardFile> Texts();
std::vector<AwkwardFile> OtherFiles();  // Of formats that are not read.
std::vector<AwkwardFile> Bombs();       // Small files that would take much.

// All of them.
std::vector<AwkwardFile> Corpus();

}  // namespace yuheng::awkward

#endif  // YUHENG_TESTS_AWKWARD_CORPUS_H_
