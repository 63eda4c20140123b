#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/budget/department_list.h"
#include "services/cli/command.h"
#include "services/cli/commands/departments_import.h"
#include "services/cli/commands/stored_submission.h"
#include "services/cli/commands/submission_words.h"
#include "services/cli/connection.h"
#include "services/cli/output/stage_words.h"
#include "services/rpc/client.h"
#include "yuheng/ingestion/v1/ingestion_service.grpc.pb.h"

namespace yuheng::cli {
namespace {

using ingestion::v1::Department;

struct DepartmentsOptions {
  std::string department;
  std::string file;
  OutputFormat format = OutputFormat::kTable;
};

std::string UnitsText(const Department& department) {
  std::vector<std::string> units;
  for (const auto& unit : department.units()) {
    const absl::string_view code = LastSegment(unit.name());
    units.push_back(unit.display_name().empty()
                        ? std::string(code)
                        : absl::StrCat(code, ":", unit.display_name()));
  }
  return absl::StrJoin(units, "|");
}

// Words people know in a table; names for programs.
std::string StagesText(const Terminal& terminal, OutputFormat format,
                       const Department& department) {
  std::vector<std::string> stages;
  for (const int number : department.required_stages()) {
    const auto stage = static_cast<budget::v1::Stage>(number);
    stages.push_back(format == OutputFormat::kTable ? StageWord(terminal, stage)
                                                    : StageName(stage));
  }
  return absl::StrJoin(stages, "|");
}

int RunList(const Environment& environment, const DepartmentsOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto stub = ConnectIngestion(environment);
  if (stub == nullptr) return kExitUsage;
  auto rows = RowPrinter::Create(
      terminal, options.format,
      {{"code", budget::Message("cli.column_code")},
       {"name", budget::Message("cli.column_department")},
       {"kind", budget::Message("department_list.column_kind")},
       {"units", budget::Message("department_list.column_units")},
       {"groups", budget::Message("department_list.column_groups")},
       {"contacts", budget::Message("department_list.column_contacts")},
       {"stages", budget::Message("department_list.column_stages")},
       {"confirmation", budget::Message("confirmation.column")}});
  ingestion::v1::ListDepartmentsRequest request;
  request.set_parent(ScopeName(environment, options.department, ""));
  do {
    ingestion::v1::ListDepartmentsResponse response;
    const grpc::Status status = rpc::CallWithRetry(
        {.call_deadline = rpc::kReadDeadline}, rpc::Idempotency::kIdempotent,
        [&](grpc::ClientContext& context) {
          return stub->ListDepartments(&context, request, &response);
        });
    if (!status.ok()) return ReportFailure(terminal, status);
    for (const Department& department : response.departments()) {
      rows->Row({std::string(LastSegment(department.name())),
                 department.display_name(), department.kind(),
                 UnitsText(department), absl::StrJoin(department.groups(), "|"),
                 absl::StrJoin(department.contacts(), "|"),
                 StagesText(terminal, options.format, department),
                 department.confirmation_required() ? "required" : ""});
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  rows->Finish();
  return kExitOk;
}

int RunCheck(const Environment& environment,
             const DepartmentsOptions& options) {
  const Terminal& terminal = environment.terminal;
  const auto csv = ReadFileBytes(terminal, options.file);
  if (!csv.ok()) {
    PrintError(terminal, csv.status().message());
    return kExitUsage;
  }
  if (!ReportListErrors(terminal, options.file, *csv)) return kExitFound;
  const auto list = budget::DepartmentList::Parse(*csv);
  size_t units = 0;
  for (const budget::Department& department : list->departments()) {
    units += department.units.size();
  }
  *terminal.out << Say(terminal, "department_list.checked",
                       {{"departments",
                         absl::StrCat(list->departments().size())},
                        {"units", absl::StrCat(units)},
                        {"groups", absl::StrCat(list->group_count())}})
                << "\n";
  return kExitOk;
}

}  // namespace

void AddDepartments(CLI::App& app, Environment& environment, Action& action) {
  const Terminal& terminal = environment.terminal;
  CLI::App* group = app.add_subcommand(
      "departments", Say(terminal, "department_list.description"));
  group->footer(Say(terminal, "department_list.examples"));
  group->require_subcommand(1);
  auto options = std::make_shared<DepartmentsOptions>();
  CLI::App* list = group->add_subcommand(
      "list", Say(terminal, "department_list.list_description"));
  AddDepartmentOption(*list, terminal, &options->department);
  AddOutputOption(*list, terminal, &options->format);
  AddConnectionOptions(*list, environment);
  list->callback([&environment, &action, options] {
    action = [&environment, options] { return RunList(environment, *options); };
  });
  CLI::App* check = group->add_subcommand(
      "check", Say(terminal, "department_list.check_description"));
  check
      ->add_option("FILE", options->file,
                   Say(terminal, "department_list.option_file"))
      ->required();
  AddDepartmentsImport(*group, environment, action);
  check->callback([&environment, &action, options] {
    action = [&environment, options] {
      return RunCheck(environment, *options);
    };
  });
}

}  // namespace yuheng::cli
