#include "services/cli/commands/old_office.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <system_error>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/cli/command.h"
#include "services/ingestion/formats/package/compound_file.h"

extern char** environ;

namespace yuheng::cli {
namespace {

namespace fs = std::filesystem;
using ingestion::CompoundFileKind;

constexpr absl::Duration kLookAgainAfter = absl::Milliseconds(20);

// Empty when it is not installed.
std::string FindLibreOffice() {
  const char* const path = getenv("PATH");
  if (path == nullptr) return "";
  for (const absl::string_view folder : absl::StrSplit(path, ':')) {
    for (const absl::string_view name : {"soffice", "libreoffice"}) {
      std::string program = absl::StrCat(folder, "/", name);
      if (!folder.empty() && ::access(program.c_str(), X_OK) == 0) {
        return program;
      }
    }
  }
  return "";
}

// Whether the program ended in time; what it started is ended with it.
bool RunToItsEnd(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
  }
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t pid = 0;
  const int error = posix_spawn(&pid, arguments[0], &actions, &attributes,
                                arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return false;
  const absl::Time deadline = absl::Now() + kConversionTimeMax;
  while (absl::Now() < deadline) {
    if (waitpid(pid, nullptr, WNOHANG) == pid) {
      kill(-pid, SIGKILL);
      return true;
    }
    absl::SleepFor(kLookAgainAfter);
  }
  kill(-pid, SIGKILL);
  waitpid(pid, nullptr, 0);
  return false;
}

}  // namespace

absl::StatusOr<std::optional<DocumentFile>> ConvertOldOffice(
    const Terminal& terminal, const DocumentFile& file) {
  const CompoundFileKind kind = ingestion::CompoundFileKindOf(file.bytes);
  const bool words = kind == CompoundFileKind::kWord;
  if (!words && kind != CompoundFileKind::kWorkbook) return std::nullopt;
  const std::string program = FindLibreOffice();
  if (program.empty()) return std::nullopt;
  const std::string ending = words ? "docx" : "xlsx";
  const auto refuse = [&] {
    return absl::InvalidArgumentError(
        Say(terminal, "cli.old_office_refused",
            {{"file", file.name}, {"program", program}, {"ending", ending}}));
  };

  std::string folder =
      (fs::temp_directory_path() / "yuheng-convert-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) return refuse();
  const absl::Cleanup remove = [&folder] {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  };
  const std::string source =
      absl::StrCat(folder, "/document", words ? ".doc" : ".xls");
  std::ofstream(source, std::ios::binary) << file.bytes;
  const bool ended = RunToItsEnd(
      {program, "--headless", "--norestore", "--nolockcheck",
       absl::StrCat("-env:UserInstallation=file://", folder, "/profile"),
       "--convert-to", ending, "--outdir", folder, source});
  const std::string made = absl::StrCat(folder, "/document.", ending);
  std::error_code error;
  if (!ended || !fs::exists(made, error)) return refuse();
  auto bytes = ReadFileBytes(terminal, made);
  if (!bytes.ok()) return bytes.status();
  DocumentFile converted{fs::path(file.name).replace_extension(ending).string(),
                         *std::move(bytes)};
  *terminal.err << Say(terminal, "cli.old_office_converted",
                       {{"file", file.name}, {"made", converted.name}})
                << "\n";
  return converted;
}

}  // namespace yuheng::cli
