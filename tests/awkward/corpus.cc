#include "tests/awkward/corpus.h"

#include <iterator>
#include <utility>

namespace yuheng::awkward {

std::vector<AwkwardFile> Corpus() {
  std::vector<AwkwardFile> all;
  for (auto* const make : {&LaidOutWorkbooks, &OddWorkbooks, &WordDocuments,
                           &WebPages, &CsvFiles, &Texts, &OtherFiles, &Bombs}) {
    std::vector<AwkwardFile> some = make();
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace yuheng::awkward
