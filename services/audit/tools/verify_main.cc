// yuheng-verify: proves a copied data folder from its entries, without a
// service. Opens it read-only and writes nothing to it. Exit code: 0 everything
// holds, 1 something does not, 2 usage or can't be opened.

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/aggregation/ledger/verify.h"
#include "services/aggregation/service/convert.h"
#include "services/audit/checkpoint.h"
#include "services/audit/tools/ledger_folder.h"
#include "services/budget/table_shape.h"
#include "services/cli/option_values.h"
#include "services/cli/output/terminal.h"
#include "services/cli/output/verification.h"
#include "services/cli/usage.h"
#include "services/rpc/reason.h"

namespace yuheng::audit {
namespace {

struct Options {
  std::string dir;
  std::string department;
  std::string checkpoint;
  std::string key;
  cli::OutputFormat format = cli::OutputFormat::kTable;
};

int Run(const cli::Terminal& terminal, const Options& options) {
  Checkpoint checkpoint;
  if (!options.checkpoint.empty()) {
    std::ifstream file(options.checkpoint, std::ios::binary);
    std::stringstream text;
    if (!file || !(text << file.rdbuf())) {
      cli::PrintError(terminal, cli::Say(terminal, "cli.file_unreadable",
                                         {{"file", options.checkpoint}}));
      return cli::kExitUsage;
    }
    auto read = ReadCheckpointOf(options.key, text.str());
    if (!read.ok()) {
      const rpc::ErrorDetails details = rpc::DetailsOf(read.status());
      cli::PrintError(terminal, terminal.Pick({details.zh, details.en}));
      return cli::kExitFound;
    }
    checkpoint = *std::move(read);
  }
  const auto store = OpenLedgerFolder(options.dir);
  if (!store.ok()) return ReportUnopened(terminal, store.status());
  cli::ProgressLine progress(terminal);
  const absl::Time begun = absl::Now();
  absl::Time shown = begun;
  const auto verification = aggregation::VerifyLedgers(
      {.store = store->get(),
       .form = &budget::StandardForm(),
       .department = options.department,
       .checkpoint = options.checkpoint.empty() ? nullptr : &checkpoint,
       .on_progress = [&](int64_t entry_count) {
         const absl::Time now = absl::Now();
         if (now - shown < absl::Milliseconds(200)) return;
         shown = now;
         progress.Update(absl::StrCat(entry_count));
       }});
  progress.Clear();
  if (!verification.ok()) {
    return ReportUnopened(terminal, verification.status());
  }
  const double seconds = absl::ToDoubleSeconds(absl::Now() - begun);
  aggregation::v1::VerifyLedgersResponse response;
  aggregation::VerificationTo(*verification, &response);
  const int code = cli::PrintVerification(terminal, options.format, response);
  *terminal.err << cli::Say(terminal, "cli.verify_speed",
                            {{"seconds", absl::StrCat(seconds)},
                             {"rate",
                              absl::StrCat(static_cast<int64_t>(
                                  static_cast<double>(response.entry_count()) /
                                  std::max(seconds, 1e-9)))}})
                << "\n";
  return code;
}

}  // namespace
}  // namespace yuheng::audit

int main(int argc, char** argv) {
  using yuheng::cli::OutputFormat;
  using yuheng::cli::Say;
  const yuheng::cli::Terminal terminal = yuheng::cli::OpenTerminal(argc, argv);
  yuheng::audit::Options options;
  CLI::App app(Say(terminal, "cli.verify_folder_description"), "yuheng-verify");
  SetHelpWords(terminal, &app);
  app.footer(Say(terminal, "cli.verify_folder_examples"));
  app.add_option("DIR", options.dir, Say(terminal, "cli.option_data_folder"))
      ->required()
      ->check(yuheng::cli::ExistingFolder(terminal));
  app.add_option("--department", options.department,
                 Say(terminal, "cli.option_department"))
      ->check(yuheng::cli::ResourceCode(terminal));
  CLI::Option* checkpoint =
      app.add_option("--checkpoint", options.checkpoint,
                     Say(terminal, "cli.option_checkpoint"));
  app.add_option("--key", options.key, Say(terminal, "cli.option_key"))
      ->needs(checkpoint);
  app.add_option("-o,--output", options.format,
                 Say(terminal, "cli.option_output_no_csv"))
      ->transform(yuheng::cli::OneOf<OutputFormat>(
          terminal,
          {{"table", OutputFormat::kTable}, {"json", OutputFormat::kJson}}));
  const auto ended = ParseCommandLine(terminal, &app, argc, argv);
  return ended ? *ended : yuheng::audit::Run(terminal, options);
}
