#include "services/rpc/address_file.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace yuheng::rpc {

// Written beside and renamed: a reader sees all of it or nothing.
absl::Status WriteAddressFile(const std::string& path,
                              const std::string& address) {
  const std::string draft = absl::StrCat(path, ".", getpid(), ".tmp");
  {
    std::ofstream file(draft, std::ios::trunc);
    file << address << '\n';
    file.close();
    if (!file) {
      return absl::UnavailableError(
          absl::StrCat("address_file: can't write ", draft));
    }
  }
  if (std::rename(draft.c_str(), path.c_str()) != 0) {
    std::remove(draft.c_str());
    return absl::UnavailableError(
        absl::StrCat("address_file: can't create ", path));
  }
  return absl::OkStatus();
}

}  // namespace yuheng::rpc
