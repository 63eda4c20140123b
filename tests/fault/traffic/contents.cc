#include "tests/fault/traffic/contents.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/protobuf/repeated_field.h"
#include "services/cli/sample/sample.h"

namespace yuheng::fault {
namespace {

using Lines = google::protobuf::RepeatedPtrField<ledger::v1::Line>;

constexpr int kTextsOfEach = 4;

void AddLine(budget::v1::TableKind table, budget::v1::Side side,
             const std::string& row, const std::string& column,
             int64_t amount_fen, Lines* lines) {
  ledger::v1::Line& line = *lines->Add();
  line.mutable_account()->set_table(table);
  line.mutable_account()->set_side(side);
  line.mutable_account()->set_row(row);
  line.mutable_account()->set_column(column);
  line.set_amount_fen(amount_fen);
}

}  // namespace

std::vector<BureauDocuments> MakeDocuments(
    const std::vector<Department>& departments, int fiscal_year,
    uint64_t seed) {
  const int count = static_cast<int>(departments.size());
  std::vector<BureauDocuments> result(departments.size());
  for (int text = 0; text < kTextsOfEach; ++text) {
    const auto samples =
        cli::GenerateSamples({.seed = seed + static_cast<uint64_t>(text),
                              .departments = count,
                              .errors = text + 1 == kTextsOfEach ? count : 0,
                              .fiscal_year = fiscal_year});
    for (size_t i = 0; i < departments.size(); ++i) {
      result[i].department = departments[i].code;
      result[i].texts.push_back(absl::StrReplaceAll(
          samples[i].text, {{samples[i].name, departments[i].name}}));
    }
  }
  return result;
}

void FillPosting(Balance balance, cli::Random& random,
                 aggregation::v1::PostRequest* request) {
  Lines* leaves = request->mutable_leaves();
  int64_t income_fen = 0;
  for (const int function : {201, 205, 206}) {
    if (income_fen > 0 && random.Percent(40)) continue;
    const std::string office = absl::StrCat(function, "0101");
    const std::string project = absl::StrCat(function, "0102");
    const int64_t basic_fen = random.Between(1, 1'000'000);
    const int64_t project_fen = random.Between(1, 1'000'000);
    const auto none = budget::v1::SIDE_UNSPECIFIED;
    AddLine(budget::v1::TABLE_KIND_T2, none, office, "gen", basic_fen, leaves);
    AddLine(budget::v1::TABLE_KIND_T3, none, office, "basic", basic_fen,
            leaves);
    AddLine(budget::v1::TABLE_KIND_T2, none, project, "gen", project_fen,
            leaves);
    AddLine(budget::v1::TABLE_KIND_T3, none, project, "project", project_fen,
            leaves);
    AddLine(budget::v1::TABLE_KIND_T7, none,
            absl::StrCat(project, "|项目", random.Between(1, 3)), "e302",
            project_fen, leaves);
    const int64_t function_fen = basic_fen + project_fen;
    AddLine(budget::v1::TABLE_KIND_T1, budget::v1::SIDE_EXPENDITURE,
            absl::StrCat(function), "", function_fen, leaves);
    AddLine(budget::v1::TABLE_KIND_T3, none, absl::StrCat(function), "total",
            function_fen + (random.Percent(25) ? 100 : 0),
            request->mutable_printed());
    income_fen += function_fen;
  }
  if (balance == Balance::kBroken) income_fen += 1'000'000;
  AddLine(budget::v1::TABLE_KIND_T1, budget::v1::SIDE_INCOME, "gen_own", "",
          income_fen, leaves);
}

aggregation::v1::Transfer MakeTransfer(cli::Random& random) {
  aggregation::v1::Transfer transfer;
  transfer.set_income_row(random.Percent(50) ? "unit_upsub" : "unit_aff");
  transfer.set_function_code(random.Percent(50) ? "2060102" : "2050102");
  transfer.set_kind(random.Percent(50) ? "basic" : "project");
  transfer.set_amount_fen(random.Between(1, 1'000'000));
  return transfer;
}

}  // namespace yuheng::fault
