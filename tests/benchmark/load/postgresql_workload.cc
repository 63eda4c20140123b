#include "tests/benchmark/load/postgresql_workload.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/budget/table_shape.h"
#include "tests/support/child_process.h"
#include "tests/support/command.h"

namespace yuheng::load {
namespace {

constexpr absl::Duration kSetUpTimeout = absl::Minutes(1);
constexpr absl::Duration kRunTimeout = absl::Hours(2);
constexpr absl::Duration kPollInterval = absl::Milliseconds(50);
// PostgreSQL does not run as root.
constexpr char kUser[] = "postgres";

// A quarter of a 24 GiB box, and no checkpoint in the middle of a short run.
constexpr const char* kSettings[] = {
    "listen_addresses=",     "fsync=on",           "synchronous_commit=on",
    "shared_buffers=4GB",    "work_mem=256MB",     "max_wal_size=16GB",
    "checkpoint_timeout=1h", "max_connections=10", "jit=off"};

class Server {
 public:
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const PostgresqlOptions& options) {
    auto server = std::unique_ptr<Server>(new Server(options));
    if (absl::Status status = server->SetUp(); !status.ok()) return status;
    return server;
  }

  ~Server() {
    if (process_ == nullptr) return;
    // Not by its pid: that may be runuser's.
    std::vector<std::string> stop = AsUser();
    stop.insert(stop.end(), {options_.bin_dir + "/pg_ctl", "stop", "-m", "fast",
                             "-D", options_.dir + "/data"});
    (void)Output(std::move(stop), kSetUpTimeout);
    process_->Wait(kSetUpTimeout);
  }

  // What psql prints for a script, unaligned.
  absl::StatusOr<std::string> Run(std::vector<std::string> arguments) const {
    std::vector<std::string> command = AsUser();
    command.insert(command.end(),
                   {options_.bin_dir + "/psql", "-X", "-q", "-A", "-t", "-v",
                    "ON_ERROR_STOP=1", "-h", options_.dir, "-d", "postgres"});
    command.insert(command.end(), arguments.begin(), arguments.end());
    return Output(std::move(command), kRunTimeout);
  }

 private:
  explicit Server(const PostgresqlOptions& options) : options_(options) {}

  static std::vector<std::string> AsUser() {
    if (geteuid() != 0) return {};
    return {"/usr/sbin/runuser", "-u", kUser, "--"};
  }

  static absl::StatusOr<std::string> Output(std::vector<std::string> command,
                                            absl::Duration timeout) {
    const auto result = testing::RunCommand(
        {.arguments = std::move(command), .timeout = timeout});
    if (!result.ok()) return result.status();
    if (result->exit_code != 0) return absl::InternalError(result->err);
    return result->out;
  }

  absl::Status SetUp() {
    if (!std::filesystem::exists(options_.bin_dir + "/postgres")) {
      return absl::NotFoundError(absl::StrCat(
          "no postgres in ", options_.bin_dir, ": install postgresql-15"));
    }
    std::filesystem::create_directories(options_.dir);
    if (geteuid() == 0) {
      const passwd* user = getpwnam(kUser);
      if (user == nullptr ||
          chown(options_.dir.c_str(), user->pw_uid, user->pw_gid) != 0) {
        return absl::InternalError("can't give the folder to postgres");
      }
      // The folder above is usually a temporary one that only root may enter.
      std::filesystem::permissions(
          std::filesystem::path(options_.dir).parent_path(),
          std::filesystem::perms::others_exec,
          std::filesystem::perm_options::add);
    }
    const std::string data = options_.dir + "/data";
    std::vector<std::string> initdb = AsUser();
    initdb.insert(initdb.end(), {options_.bin_dir + "/initdb", "-D", data, "-A",
                                 "trust", "-E", "UTF8", "--locale=C"});
    if (const auto made = Output(std::move(initdb), kSetUpTimeout);
        !made.ok()) {
      return made.status();
    }
    std::vector<std::string> postgres = AsUser();
    postgres.insert(postgres.end(), {options_.bin_dir + "/postgres", "-D", data,
                                     "-k", options_.dir});
    for (const char* setting : kSettings) {
      postgres.insert(postgres.end(), {"-c", setting});
    }
    auto process =
        testing::ChildProcess::Start({.arguments = std::move(postgres),
                                      .stdout_file = options_.dir + ".log",
                                      .stderr_file = options_.dir + ".log"});
    if (!process.ok()) return process.status();
    process_ = *std::move(process);
    const absl::Time deadline = absl::Now() + kSetUpTimeout;
    while (absl::Now() < deadline && !process_->Wait(kPollInterval)) {
      if (Run({"-c", "SELECT 1"}).ok()) return absl::OkStatus();
    }
    return absl::UnavailableError(absl::StrCat(
        "postgres did not start: ", testing::ReadFile(options_.dir + ".log")));
  }

  const PostgresqlOptions options_;
  std::unique_ptr<testing::ChildProcess> process_;
};

std::string SqlDir() {
  return std::string(YUHENG_SOURCE_DIR) + "/tests/benchmark/load/postgresql/";
}

// COPY text: tab between fields, \. at the end; keys have neither tab nor
// backslash.
void WriteParts(const budget::Form& form, std::ofstream& script) {
  const auto line = [&](int table, budget::Side side, const std::string& total,
                        const std::string& part) {
    script << table << '\t' << static_cast<int>(side) << '\t' << total << '\t'
           << part << '\t' << (total == part ? "t" : "f") << '\n';
  };
  script << "COPY column_part FROM stdin;\n";
  for (const budget::TableShape& shape : form.tables) {
    const budget::Side side =
        shape.two_sided() ? budget::Side::kExpenditure : budget::Side::kNone;
    for (const budget::Column& column : shape.columns) {
      if (column.leaf()) continue;
      line(shape.number, side, column.key, column.key);
      for (const int part : column.parts) {
        line(shape.number, side, column.key,
             shape.columns[static_cast<size_t>(part)].key);
      }
    }
  }
  script << "\\.\nCOPY line_part FROM stdin;\n";
  for (const budget::TableShape& shape : form.tables) {
    for (const budget::Line& each : shape.lines) {
      if (each.leaf()) continue;
      line(shape.number, each.side, each.key, each.key);
      for (const std::string& part : each.parts) {
        line(shape.number, each.side, each.key, part);
      }
    }
  }
  script << "\\.\n";
}

void WriteCells(const budget::Form& form, const budget::Document& document,
                size_t id, std::ofstream& script) {
  for (const budget::Table& table : document.tables) {
    const budget::TableShape& shape = form.Table(table.kind);
    for (const budget::Row& row : table.rows) {
      const auto& columns = shape.ColumnsOf(row.side);
      // The 类 of tables 1 and 4 are lines of the form.
      const budget::RowLevel of_code = budget::LevelOfCode(row.code);
      const budget::RowLevel level = row.level == budget::RowLevel::kLine &&
                                             of_code != budget::RowLevel::kNone
                                         ? of_code
                                         : row.level;
      const size_t cells = std::min(columns.size(), row.cells.size());
      for (size_t i = 0; i < cells; ++i) {
        if (row.cells[i].state != budget::CellState::kStated) continue;
        script << id << '\t' << shape.number << '\t'
               << static_cast<int>(row.side) << '\t' << static_cast<int>(level)
               << '\t' << row.code << '\t' << row.project << '\t'
               << columns[i].key << '\t' << row.cells[i].amount_fen << '\n';
      }
    }
  }
}

// One transaction a batch, all in one script for one connection.
void WriteScript(absl::Span<const cli::SampleDocument> documents, size_t batch,
                 const std::string& file) {
  const budget::Form& form = budget::StandardForm();
  std::ofstream script(file);
  for (size_t first = 0; first < documents.size(); first += batch) {
    const size_t last = std::min(first + batch, documents.size()) - 1;
    script << "BEGIN;\nINSERT INTO step VALUES ('begin', clock_timestamp());\n"
           << "COPY submission FROM stdin;\n";
    for (size_t id = first; id <= last; ++id) {
      script << id << '\t' << documents[id].code << '\n';
    }
    script << "\\.\nCOPY cell FROM stdin;\n";
    for (size_t id = first; id <= last; ++id) {
      WriteCells(form, documents[id].document, id, script);
    }
    script << "\\.\n\\set first " << first << "\n\\set last " << last
           << "\n\\i " << SqlDir() << "batch.sql\nCOMMIT;\n"
           << "INSERT INTO step VALUES ('commit', clock_timestamp());\n";
  }
}

// Seconds by step, and what came out.
constexpr char kOutcome[] =
    "SELECT string_agg(name || ' ' || round(seconds, 2), ', ' ORDER BY name)"
    " FROM (SELECT name, sum(extract(epoch FROM ended - before)) AS seconds"
    " FROM (SELECT name, ended, lag(ended) OVER (ORDER BY ended) AS before"
    " FROM step) AS each WHERE name <> 'begin' GROUP BY name) AS steps;"
    "SELECT count(*) FROM posting;"
    "SELECT count(*) || coalesce(', such as ' || min(rule || ' ' || place), '')"
    " FROM finding;"
    "SELECT count(*) FROM cell;"
    "SELECT count(*) FROM total";

}  // namespace

absl::StatusOr<Measurement> PostAllByPostgresql(
    absl::Span<const cli::SampleDocument> documents,
    const PostgresqlOptions& options) {
  const auto server = Server::Start(options);
  if (!server.ok()) return server.status();
  const std::string parts_file = options.dir + "/parts.sql";
  {
    std::ofstream parts(parts_file);
    WriteParts(budget::StandardForm(), parts);
  }
  const std::string script_file = options.dir + "/batches.sql";
  WriteScript(documents, static_cast<size_t>(options.batch), script_file);
  if (const auto schema =
          (*server)->Run({"-f", SqlDir() + "schema.sql", "-f", parts_file});
      !schema.ok()) {
    return schema.status();
  }

  Measurement measurement;
  measurement.workload =
      absl::StrCat("postgresql, ", options.batch, " a batch");
  measurement.unit = "submission";
  const absl::Time start = absl::Now();
  if (const auto run = (*server)->Run({"-f", script_file}); !run.ok()) {
    return run.status();
  }
  measurement.wall_time = absl::Now() - start;

  const auto outcome = (*server)->Run({"-c", kOutcome});
  if (!outcome.ok()) return outcome.status();
  const std::vector<std::string> lines = absl::StrSplit(*outcome, '\n');
  int64_t posted = 0;
  if (lines.size() < 5 || !absl::SimpleAtoi(lines[1], &posted)) {
    return absl::InternalError(absl::StrCat("unexpected: ", *outcome));
  }
  measurement.failed = static_cast<int64_t>(documents.size()) - posted;
  measurement.latencies.assign(
      static_cast<size_t>(posted),
      measurement.wall_time / static_cast<int64_t>(documents.size()));
  measurement.note =
      absl::StrCat("seconds: ", lines[0], "; ", "findings ", lines[2], ", ",
                   lines[3], " amounts, ", lines[4], " totals");
  return measurement;
}

}  // namespace yuheng::load
