#ifndef YUHENG_TESTS_SUPPORT_COMPOUND_FILE_H_
#define YUHENG_TESTS_SUPPORT_COMPOUND_FILE_H_

#include <string>
#include <vector>

namespace yuheng::testing {

// A compound file (OLE), as old Office files are, as far as its head and its
// directory tell: that names those streams.
inline std::string CompoundFile(const std::vector<std::string>& streams) {
  std::string bytes("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  bytes.append(1'016, '\0');
  for (const std::string& name : streams) {
    std::string entry;
    for (const char c : name) {
      entry.push_back(c);
      entry.push_back('\0');
    }
    entry.resize(128, '\0');
    bytes += entry;
  }
  bytes.append(4'096, '\0');
  return bytes;
}

}  // namespace yuheng::testing

#endif  // YUHENG_TESTS_SUPPORT_COMPOUND_FILE_H_
