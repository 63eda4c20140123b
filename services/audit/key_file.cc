#include "services/audit/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"

namespace yuheng::audit {
namespace {

// A PEM file of an Ed25519 key is far smaller.
constexpr size_t kKeyFileBytesMax = 4096;

absl::Status SystemError(const std::string& path, int error) {
  return absl::InternalError(absl::StrCat(path, ": ", std::strerror(error)));
}

absl::StatusOr<SigningKey> ReadKey(const std::string& path, int file) {
  struct stat about = {};
  if (fstat(file, &about) != 0) return SystemError(path, errno);
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " may be read by others than its owner: chmod 600"));
  }
  std::string pem(kKeyFileBytesMax, '\0');
  const ssize_t size = read(file, pem.data(), pem.size());
  if (size < 0) return SystemError(path, errno);
  pem.resize(static_cast<size_t>(size));
  auto key = SigningKey::FromPem(pem);
  if (!key.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, ": ", key.status().message()));
  }
  return key;
}

// Writes beside its place and links it there, so that nobody ever reads half a
// key and no key is ever replaced.
absl::StatusOr<SigningKey> MakeKey(const std::string& path) {
  const std::string partial = absl::StrCat(path, ".", getpid());
  // One that a process of this number left behind may be readable by others.
  unlink(partial.c_str());
  const int file =
      open(partial.c_str(),
           O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0) return SystemError(partial, errno);
  const auto remove = absl::MakeCleanup([&] { unlink(partial.c_str()); });
  SigningKey key = SigningKey::Generate();
  const std::string pem = key.ToPem();
  const bool written =
      write(file, pem.data(), pem.size()) == static_cast<ssize_t>(pem.size()) &&
      fsync(file) == 0;
  const int error = errno;
  close(file);
  if (!written) return SystemError(partial, error);
  if (link(partial.c_str(), path.c_str()) != 0) return SystemError(path, errno);
  const std::string parent =
      std::filesystem::absolute(path).parent_path().string();
  const int folder = open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0 || fsync(folder) != 0) return SystemError(parent, errno);
  close(folder);
  return key;
}

}  // namespace

absl::StatusOr<KeyFile> OpenKeyFile(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool made = file < 0;
  if (made && errno != ENOENT) return SystemError(path, errno);
  const auto closing = absl::MakeCleanup([file] {
    if (file >= 0) close(file);
  });
  auto key = made ? MakeKey(path) : ReadKey(path, file);
  if (!key.ok()) return key.status();
  return KeyFile{*std::move(key), made};
}

}  // namespace yuheng::audit
