#include <map>
#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "services/budget/decimal.h"
#include "services/cli/command.h"
#include "services/cli/commands/account_words.h"
#include "services/cli/commands/period_words.h"
#include "services/cli/commands/scope_options.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/commands/watch_entries.h"
#include "services/cli/commands/watch_range.h"
#include "services/cli/commands/watch_submissions.h"
#include "services/cli/connection.h"
#include "services/cli/output/json.h"
#include "yuheng/aggregation/v1/aggregation_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using aggregation::v1::Total;
using aggregation::v1::WatchTotalsResponse;

struct WatchOptions {
  ScopeOptions scope;
  std::vector<int> tables;
  WatchRange range;
  bool all_cells = false;
  OutputFormat format = OutputFormat::kTable;
};

void WriteTotals(const google::protobuf::RepeatedPtrField<Total>& totals,
                 JsonWriter* json) {
  json->Key("totals").BeginArray();
  for (const Total& total : totals) {
    json->BeginObject();
    json->Key("address").String(
        budget::FormatAddress(AddressFromMessage(total.account())));
    json->Key("derived").String(budget::FormatDecimal(total.derived_fen()));
    json->Key("printed");
    if (total.has_printed_fen()) {
      json->String(budget::FormatDecimal(total.printed_fen()));
    } else {
      json->Null();
    }
    json->Key("eliminated")
        .String(budget::FormatDecimal(total.eliminated_fen()));
    json->EndObject();
  }
  json->EndArray();
}

void PrintJson(const Terminal& terminal, const WatchTotalsResponse& response) {
  JsonWriter json;
  json.BeginObject();
  switch (response.event_case()) {
    case WatchTotalsResponse::kSnapshot:
      json.Key("event").String("snapshot");
      json.Key("revision").Number(response.snapshot().revision());
      json.Key("last").Bool(response.snapshot().last());
      WriteTotals(response.snapshot().totals(), &json);
      break;
    case WatchTotalsResponse::kDelta:
      json.Key("event").String("delta");
      json.Key("revision").Number(response.delta().revision());
      json.Key("previousRevision").Number(response.delta().previous_revision());
      json.Key("conflated").Bool(response.delta().conflated());
      json.Key("department").String(response.delta().department());
      json.Key("last").Bool(response.delta().last());
      WriteTotals(response.delta().totals(), &json);
      break;
    case WatchTotalsResponse::kProgress:
      json.Key("event").String("progress");
      json.Key("revision").Number(response.progress().revision());
      break;
    case WatchTotalsResponse::kCompacted:
      json.Key("event").String("compacted");
      json.Key("oldestRevision").Number(response.compacted().oldest_revision());
      break;
    case WatchTotalsResponse::EVENT_NOT_SET:
      break;
  }
  json.EndObject();
  *terminal.out << json.text() << "\n" << std::flush;
}

// For people: one line a revision with the grand totals, or every cell.
class TextWatch {
 public:
  TextWatch(const Terminal& terminal, const WatchOptions& options)
      : terminal_(terminal), options_(options), progress_(terminal) {}

  void Show(const WatchTotalsResponse& response) {
    switch (response.event_case()) {
      case WatchTotalsResponse::kSnapshot:
        Take(response.snapshot().totals());
        if (response.snapshot().last()) {
          Line(response.snapshot().revision(),
               Say(terminal_, "cli.watch_snapshot",
                   {{"period", PeriodText(terminal_, options_.scope.period)}}));
        }
        break;
      case WatchTotalsResponse::kDelta:
        Take(response.delta().totals());
        if (response.delta().last()) {
          Line(response.delta().revision(),
               response.delta().conflated()
                   ? Say(terminal_, "cli.watch_conflated")
                   : std::string(LastSegment(response.delta().department())));
        }
        if (options_.all_cells) Cells(response.delta().totals());
        break;
      case WatchTotalsResponse::kProgress:
        progress_.Update(
            Say(terminal_, "cli.watch_progress",
                {{"revision", absl::StrCat(response.progress().revision())}}));
        break;
      case WatchTotalsResponse::kCompacted:
        *terminal_.err << Say(terminal_, "cli.watch_compacted") << "\n";
        break;
      case WatchTotalsResponse::EVENT_NOT_SET:
        break;
    }
  }

 private:
  struct Figure {
    int64_t derived_fen = 0;
    int64_t eliminated_fen = 0;
  };

  void Take(const google::protobuf::RepeatedPtrField<Total>& totals) {
    for (const Total& total : totals) {
      figures_[budget::FormatAddress(AddressFromMessage(total.account()))] = {
          total.derived_fen(), total.eliminated_fen()};
    }
  }

  // "12.5", or where 0.5 of it is counted twice "12.5 (0.5 counted twice)".
  std::string Amount(const char* address) const {
    const auto it = figures_.find(address);
    return it == figures_.end() ? Text({}) : Text(it->second);
  }

  std::string Text(const Figure& figure) const {
    const std::string derived = budget::FormatDecimal(figure.derived_fen);
    if (figure.eliminated_fen == 0) return derived;
    return absl::StrCat(
        derived,
        Say(terminal_, "eliminations.watch_figure",
            {{"eliminated", budget::FormatDecimal(figure.eliminated_fen)}}));
  }

  void Line(int64_t revision, const std::string& cause) {
    progress_.Clear();
    *terminal_.out << Say(terminal_, "cli.watch_line",
                          {{"revision", absl::StrCat(revision)},
                           {"cause", cause},
                           {"income", Amount("T1:in:ALL")},
                           {"expenditure", Amount("T1:ex:ALL")},
                           {"fiscal", Amount("T4:ex:ALL:total")}})
                   << "\n"
                   << std::flush;
  }

  void Cells(const google::protobuf::RepeatedPtrField<Total>& totals) {
    for (const Total& total : totals) {
      const budget::CellAddress account = AddressFromMessage(total.account());
      *terminal_.out << "    " << budget::FormatAddress(account) << "  "
                     << AccountLabel(terminal_, account,
                                     options_.scope.period.fiscal_year)
                     << "  "
                     << Text({total.derived_fen(), total.eliminated_fen()})
                     << "\n";
    }
  }

  const Terminal& terminal_;
  const WatchOptions& options_;
  ProgressLine progress_;
  std::map<std::string, Figure> figures_;  // By address.
};

int64_t RevisionOf(const WatchTotalsResponse& response) {
  if (response.has_snapshot()) {
    return response.snapshot().last() ? response.snapshot().revision() : 0;
  }
  if (response.has_delta()) {
    return response.delta().last() ? response.delta().revision() : 0;
  }
  return response.has_progress() ? response.progress().revision() : 0;
}

int RunTotals(const Environment& environment, const WatchOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto channel = Connect(environment, Service::kAggregation);
  if (channel == nullptr) return kExitUsage;
  const auto stub = aggregation::v1::AggregationService::NewStub(channel);
  aggregation::v1::WatchTotalsRequest request;
  *request.mutable_scope() = ScopeMessage(environment, options.scope);
  *request.mutable_tables() = TableKinds(options.tables);
  request.set_resume_revision(options.range.resume_revision);
  grpc::ClientContext context;
  auto stream = stub->WatchTotals(&context, request);
  TextWatch text(terminal, options);
  return Follow<WatchTotalsResponse>(
      terminal, options.range, &context, *stream,
      [&](const WatchTotalsResponse& response) {
        if (options.format == OutputFormat::kJson) {
          PrintJson(terminal, response);
        } else {
          text.Show(response);
        }
        return RevisionOf(response);
      });
}

}  // namespace

void AddWatch(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* group =
      app.add_subcommand("watch", Say(terminal, "cli.watch_description"));
  group->footer(Say(terminal, "cli.watch_examples"));
  group->require_subcommand(1);
  auto options = std::make_shared<WatchOptions>();
  CLI::App* totals = group->add_subcommand(
      "totals", Say(terminal, "cli.watch_totals_description"));
  AddScopeOptions(*totals, terminal, &options->scope);
  AddTableOption(*totals, terminal, &options->tables);
  AddWatchRangeOptions(*totals, terminal, &options->range);
  totals->add_flag("--cells", options->all_cells,
                   Say(terminal, "cli.option_cells"));
  AddPeriodOptions(*totals, terminal, &options->scope.period);
  AddOutputOption(*totals, terminal, &options->format, /*with_csv=*/false);
  AddConnectionOptions(*totals, environment);
  totals->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunTotals(environment, *options);
    };
  });
  AddWatchEntries(*group, environment, action);
  AddWatchSubmissions(*group, environment, action);
}

}  // namespace yuheng::cli
