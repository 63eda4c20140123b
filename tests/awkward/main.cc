// Writes the corpus into a folder, to look at or to send: yuheng-awkward DIR.
// Prints a line a file: what is awkward, what it must become, what it takes.
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/awkward/corpus.h"
#include "tests/awkward/judgement.h"

int main(int argc, char** argv) {
  using Clock = std::chrono::steady_clock;
  if (argc != 2) {
    std::fprintf(stderr, "usage: yuheng-awkward DIR\n");
    return 2;
  }
  std::filesystem::create_directories(argv[1]);
  int number = 0;
  bool right = true;
  for (const yuheng::awkward::AwkwardFile& file : yuheng::awkward::Corpus()) {
    const std::string path =
        absl::StrCat(argv[1], "/", ++number, "-", file.name);
    std::ofstream(path, std::ios::binary) << file.bytes;
    const Clock::time_point begin = Clock::now();
    const auto document = yuheng::awkward::Read(file);
    const std::chrono::duration<double, std::milli> time = Clock::now() - begin;
    const auto wrongs = yuheng::awkward::Wrongs(file, document);
    right = right && wrongs.empty();
    std::printf("%s\t%zu bytes\t%.1f ms\t%s\t%s%s\n", path.c_str(),
                file.bytes.size(), time.count(),
                document.ok() ? "read" : "refused", file.what.c_str(),
                wrongs.empty() ? "" : "\tWRONG");
    for (const std::string& wrong : wrongs) {
      std::printf("\t%s\n", wrong.c_str());
    }
  }
  return right ? 0 : 1;
}
