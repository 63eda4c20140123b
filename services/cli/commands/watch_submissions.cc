#include "services/cli/commands/watch_submissions.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/cli/commands/period_words.h"
#include "services/cli/commands/scope_options.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/commands/watch_range.h"
#include "services/cli/connection.h"
#include "services/cli/output/json.h"
#include "services/cli/output/rows.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using ingestion::v1::DepartmentProgress;
using ingestion::v1::WatchSubmissionsResponse;
using BoardRows = google::protobuf::RepeatedPtrField<DepartmentProgress>;

struct WatchSubmissionsOptions {
  std::string department;
  std::string unit;
  PeriodOptions period;
  WatchRange range;
  OutputFormat format = OutputFormat::kTable;
};

// One line a row, then one that says up to which revision all are there.
class JsonLines {
 public:
  JsonLines(const Terminal& terminal, const PeriodOptions& period)
      : terminal_(terminal), period_(period) {}

  void Show(const WatchSubmissionsResponse& response) {
    switch (response.event_case()) {
      case WatchSubmissionsResponse::kSnapshot:
        Print(response.snapshot().rows());
        if (response.snapshot().last()) {
          Mark("snapshot", response.snapshot().revision());
        }
        break;
      case WatchSubmissionsResponse::kDelta:
        Print(response.delta().rows());
        conflated_ = conflated_ || response.delta().conflated();
        if (response.delta().last()) Delta(response.delta());
        break;
      case WatchSubmissionsResponse::kProgress:
        Mark("progress", response.progress().revision());
        break;
      case WatchSubmissionsResponse::kCompacted:
        Mark("compacted", response.compacted().oldest_revision());
        break;
      case WatchSubmissionsResponse::EVENT_NOT_SET:
        break;
    }
    terminal_.out->flush();
  }

 private:
  void Print(const BoardRows& rows) {
    for (const DepartmentProgress& row : rows) {
      JsonWriter json;
      json.BeginObject();
      json.Key("event").String("row");
      json.Key("submission").String(row.submission());
      json.Key("department").String(row.display_name());
      json.Key("state").String(StateName(row.state()));
      json.Key("errors").Number(row.error_count());
      json.Key("year").Number(period_.fiscal_year);
      json.Key("stage").String(
          StageName(static_cast<budget::v1::Stage>(period_.stage)));
      json.Key("code").String(LastSegment(row.department()));
      json.Key("unit").String(LastSegment(row.unit()));
      json.Key("unitName").String(row.unit_display_name());
      json.Key("required").Bool(row.required());
      json.Key("warnings").Number(row.warning_count());
      json.Key("notes").Number(row.note_count());
      json.Key("explained").Number(row.explained_count());
      json.Key("late").Bool(row.late());
      json.Key("received").String(TimeText(row.receive_time()));
      json.Key("opens").String(TimeText(row.open_time()));
      json.Key("deadline").String(TimeText(row.deadline()));
      json.Key("graceEnd").String(TimeText(row.grace_end_time()));
      json.Key("correctionEnd").String(TimeText(row.correction_end_time()));
      json.Key("changed").String(TimeText(row.step_time()));
      json.Key("by").String(row.step_actor());
      json.EndObject();
      *terminal_.out << json.text() << "\n";
    }
  }

  void Mark(absl::string_view event, int64_t revision) {
    JsonWriter json;
    json.BeginObject();
    json.Key("event").String(event);
    json.Key("revision").Number(revision);
    json.EndObject();
    *terminal_.out << json.text() << "\n";
  }

  void Delta(const ingestion::v1::SubmissionsDelta& delta) {
    JsonWriter json;
    json.BeginObject();
    json.Key("event").String("delta");
    json.Key("revision").Number(delta.revision());
    json.Key("previousRevision").Number(delta.previous_revision());
    json.Key("conflated").Bool(std::exchange(conflated_, false));
    json.EndObject();
    *terminal_.out << json.text() << "\n";
  }

  const Terminal& terminal_;
  const PeriodOptions period_;
  bool conflated_ = false;  // A piece of the delta so far.
};

std::string NameText(const DepartmentProgress& row) {
  if (row.unit().empty()) return row.display_name();
  return absl::StrCat(row.display_name(), " ",
                      row.unit_display_name().empty()
                          ? std::string(LastSegment(row.unit()))
                          : row.unit_display_name());
}

// For people: the board, then one line a change.
class TextBoard {
 public:
  TextBoard(const Terminal& terminal, const PeriodOptions& period)
      : terminal_(terminal), period_(period), progress_(terminal) {}

  void Show(const WatchSubmissionsResponse& response) {
    switch (response.event_case()) {
      case WatchSubmissionsResponse::kSnapshot:
        board_.MergeFrom(response.snapshot().rows());
        if (response.snapshot().last()) Board(response.snapshot().revision());
        break;
      case WatchSubmissionsResponse::kDelta:
        for (const auto& row : response.delta().rows()) {
          Line(row, response.delta().conflated());
        }
        break;
      case WatchSubmissionsResponse::kProgress:
        progress_.Update(
            Say(terminal_, "cli.watch_progress",
                {{"revision", absl::StrCat(response.progress().revision())}}));
        break;
      case WatchSubmissionsResponse::kCompacted:
        progress_.Clear();
        *terminal_.err << Say(terminal_, "cli.watch_compacted") << "\n";
        break;
      case WatchSubmissionsResponse::EVENT_NOT_SET:
        break;
    }
    terminal_.out->flush();
  }

 private:
  void Board(int64_t revision) {
    progress_.Clear();
    auto rows = RowPrinter::Create(
        terminal_, OutputFormat::kTable,
        {{"code", budget::Message("cli.column_code")},
         {"department", budget::Message("cli.column_department")},
         {"state", budget::Message("cli.column_state")},
         {"errors", budget::Message("cli.column_errors"), Align::kRight, true},
         {"warnings", budget::Message("board.column_warnings"), Align::kRight,
          true},
         {"notes", budget::Message("board.column_notes"), Align::kRight, true},
         {"explained", budget::Message("board.column_explained"), Align::kRight,
          true},
         {"late", budget::Message("windows.column_late")},
         {"deadline", budget::Message("windows.column_deadline")},
         {"changed", budget::Message("board.column_changed")},
         {"by", budget::Message("board.column_by")}});
    for (const DepartmentProgress& row : board_) {
      const bool sent = !row.submission().empty();
      const auto count = [sent](int value) {
        return sent ? absl::StrCat(value) : std::string();
      };
      rows->Row({std::string(LastSegment(row.unit().empty() ? row.department()
                                                            : row.unit())),
                 NameText(row),
                 {StateWord(terminal_, row.state()), StateColor(row.state())},
                 count(row.error_count()),
                 count(row.warning_count()),
                 count(row.note_count()),
                 count(row.explained_count()),
                 LateCell(terminal_, row.late()),
                 TimeText(row.deadline()),
                 TimeText(row.step_time()),
                 row.step_actor()});
    }
    rows->Finish();
    board_.Clear();
    PrintRemark(terminal_, Say(terminal_, "board.as_of",
                               {{"period", PeriodText(terminal_, period_)},
                                {"revision", absl::StrCat(revision)}}));
  }

  void Line(const DepartmentProgress& row, bool conflated) {
    progress_.Clear();
    *terminal_.out << Say(
        terminal_, "board.line",
        {{"time", TimeText(row.step_time())},
         {"department", NameText(row)},
         {"state", Paint(terminal_.out_color, StateColor(row.state()),
                         StateWord(terminal_, row.state()))},
         {"errors", absl::StrCat(row.error_count())},
         {"warnings", absl::StrCat(row.warning_count())},
         {"notes", absl::StrCat(row.note_count())},
         {"explained", absl::StrCat(row.explained_count())},
         {"actor", row.step_actor()}});
    if (row.late()) {
      *terminal_.out << "  " << Say(terminal_, "windows.late_mark");
    }
    if (row.has_deadline()) {
      *terminal_.out << "  "
                     << Say(terminal_, "board.until",
                            {{"time", TimeText(row.deadline())}});
    }
    *terminal_.out << "  " << row.submission();
    if (conflated) {
      *terminal_.out << "  " << Say(terminal_, "cli.watch_conflated");
    }
    *terminal_.out << "\n";
  }

  const Terminal& terminal_;
  const PeriodOptions period_;
  ProgressLine progress_;
  BoardRows board_;  // The pieces of a snapshot so far.
};

int64_t RevisionOf(const WatchSubmissionsResponse& response) {
  if (response.has_snapshot()) {
    return response.snapshot().last() ? response.snapshot().revision() : 0;
  }
  if (response.has_delta()) {
    return response.delta().last() ? response.delta().revision() : 0;
  }
  return response.progress().revision();
}

int RunWatchSubmissions(const Environment& environment,
                        const WatchSubmissionsOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto channel = Connect(environment, Service::kIngestion);
  if (channel == nullptr) return kExitUsage;
  const auto stub = ingestion::v1::IngestionService::NewStub(channel);
  ingestion::v1::WatchSubmissionsRequest request;
  request.set_parent(ScopeName(environment, options.department, options.unit));
  request.set_fiscal_year(options.period.fiscal_year);
  request.set_stage(static_cast<budget::v1::Stage>(options.period.stage));
  request.set_resume_revision(options.range.resume_revision);
  grpc::ClientContext context;
  auto stream = stub->WatchSubmissions(&context, request);
  JsonLines lines(terminal, options.period);
  TextBoard board(terminal, options.period);
  return Follow<WatchSubmissionsResponse>(
      terminal, options.range, &context, *stream,
      [&](const WatchSubmissionsResponse& response) {
        if (options.format == OutputFormat::kJson) {
          lines.Show(response);
        } else {
          board.Show(response);
        }
        return RevisionOf(response);
      });
}

}  // namespace

void AddWatchSubmissions(CLI::App& group, Environment& environment,
                         Action& action) {
  const Terminal& terminal = environment.terminal;
  auto options = std::make_shared<WatchSubmissionsOptions>();
  CLI::App* command = group.add_subcommand(
      "submissions", Say(terminal, "board.watch_description"));
  CLI::Option* department =
      AddDepartmentOption(*command, terminal, &options->department);
  command->add_option("--unit", options->unit, Say(terminal, "cli.option_unit"))
      ->needs(department);
  AddPeriodOptions(*command, terminal, &options->period);
  AddWatchRangeOptions(*command, terminal, &options->range);
  AddOutputOption(*command, terminal, &options->format, /*with_csv=*/false);
  AddConnectionOptions(*command, environment);
  command->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunWatchSubmissions(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
