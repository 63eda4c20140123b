#include "tests/unit/aggregation/sample.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/aggregation/ledger/recovery.h"
#include "services/aggregation/posting/account.h"
#include "services/budget/address.h"
#include "services/budget/table_shape.h"

namespace yuheng::aggregation::testing {

storage::AmountLine Line(absl::string_view address, int64_t fen) {
  const auto parsed = budget::ParseCellAddress(budget::StandardForm(), address);
  if (!parsed.ok()) {
    ADD_FAILURE() << std::string(address) << ": " << parsed.status();
    return {};
  }
  return {KeyOf(*parsed), fen};
}

Posting Simple(absl::string_view department, absl::string_view request_id,
               int64_t fen) {
  Posting posting;
  posting.department = std::string(department);
  posting.request_id = std::string(request_id);
  posting.fiscal_year = kYear;
  posting.stage = kApproved;
  posting.submission = absl::StrCat("prefectures/652300/departments/",
                                    department, "/submissions/s-1");
  posting.leaves = {Line("T1:in:gen_own", fen),   Line("T1:ex:206", fen),
                    Line("T2:2060101:gen", fen),  Line("T3:2060101:basic", fen),
                    Line("T4:in:gen", fen),       Line("T4:ex:206:gen", fen),
                    Line("T5:2060101:basic", fen)};
  posting.printed = {Line("T1:in:ALL", fen), Line("T1:ex:ALL", fen)};
  return posting;
}

Posting Reversal(absl::string_view department, absl::string_view request_id) {
  Posting posting;
  posting.department = std::string(department);
  posting.request_id = std::string(request_id);
  posting.fiscal_year = kYear;
  posting.stage = kApproved;
  posting.reverse = true;
  return posting;
}

Posting Own(const Party& party, absl::string_view request_id,
            absl::string_view income_row, int64_t fen) {
  Posting posting = Simple(party.department, request_id, 0);
  posting.unit = party.unit;
  posting.leaves = {Line(absl::StrCat("T1:in:", income_row), fen),
                    Line("T1:ex:206", fen), Line("T2:2060101:unit", fen),
                    Line("T3:2060101:project", fen)};
  posting.printed.clear();
  return posting;
}

Posting Elimination(const Party& payer, const Party& payee,
                    absl::string_view request_id, int64_t fen) {
  Posting posting;
  posting.department = payee.department;
  posting.unit = payee.unit;
  posting.request_id = std::string(request_id);
  posting.fiscal_year = kYear;
  posting.stage = kApproved;
  posting.elimination = {payer.department, payer.unit, "预算科", "5号文"};
  auto normal = NormaliseElimination(std::move(posting),
                                     {"unit_upsub", "2060101", "project", fen});
  EXPECT_TRUE(normal.ok()) << normal.status();
  return normal.ok() ? *std::move(normal) : Posting{};
}

Posting EliminationReversal(absl::string_view department,
                            absl::string_view request_id, uint64_t seq) {
  Posting posting;
  posting.department = std::string(department);
  posting.request_id = std::string(request_id);
  posting.elimination = {"", "", "预算科", "登记有误"};
  posting.reverses_seq = seq;
  auto normal = NormaliseEliminationReversal(std::move(posting));
  EXPECT_TRUE(normal.ok()) << normal.status();
  return normal.ok() ? *std::move(normal) : Posting{};
}

Posting Random(std::mt19937_64& random, absl::string_view department,
               absl::string_view request_id) {
  const auto below = [&](int n) {
    return static_cast<int>(random() % static_cast<uint64_t>(n));
  };
  Posting posting = Simple(department, request_id, 0);
  posting.leaves.clear();
  posting.printed.clear();
  int64_t income = 0;
  for (int class_number : {201, 205, 206, 210}) {
    if (below(3) == 0) continue;
    int64_t class_fen = 0;
    for (int item = 1; item <= 1 + below(3); ++item) {
      const std::string code =
          absl::StrCat(class_number, "0", 1 + item % 2, "0", item);
      const int64_t basic = 1 + below(1'000'000);
      const int64_t project = below(2) * below(1'000'000);
      posting.leaves.push_back(Line(absl::StrCat("T2:", code, ":gen"), basic));
      posting.leaves.push_back(
          Line(absl::StrCat("T2:", code, ":unit"), project));
      posting.leaves.push_back(
          Line(absl::StrCat("T3:", code, ":basic"), basic));
      posting.leaves.push_back(
          Line(absl::StrCat("T3:", code, ":project"), project));
      posting.leaves.push_back(
          Line(absl::StrCat("T7:", code, "|项目", below(3), ":e302"), project));
      class_fen += basic + project;
    }
    posting.leaves.push_back(
        Line(absl::StrCat("T1:ex:", class_number), class_fen));
    posting.printed.push_back(Line(absl::StrCat("T3:", class_number, ":total"),
                                   class_fen + (below(4) == 0 ? 100 : 0)));
    income += class_fen;
  }
  posting.leaves.push_back(Line("T1:in:gen_own", income));
  if (below(2) == 0) posting.printed.push_back(Line("T1:in:ALL", income));
  return posting;
}

Posting Normal(Posting posting) {
  auto normal = NormalisePosting(budget::StandardForm(), std::move(posting));
  EXPECT_TRUE(normal.ok()) << normal.status();
  return normal.ok() ? *std::move(normal) : Posting{};
}

const budget::DepartmentList& GroupedDepartments() {
  static const auto* const list = new budget::DepartmentList(
      budget::DepartmentList::Parse("code,name,aliases,kind,units,groups\n"
                                    "d0,零,,,,a/x|a/y\n"
                                    "d1,一,,,,a/x\n"
                                    "d2,二,,,,a|b\n"
                                    "d3,三,,,,b\n"
                                    "d4,四,,,u1|u2,\n"
                                    "d9,九,,,,c\n")
          .value());
  return *list;
}

storage::EntryRecord EntryMaker::Next(const Posting& posting,
                                      uint64_t revision) {
  auto& head = heads_[posting.department];
  if (posting.elimination) {
    Eliminations& eliminations = eliminations_[posting.department];
    auto planned = PlanElimination(
        posting, {.head = head, .revision = revision}, eliminations);
    EXPECT_TRUE(planned.ok()) << planned.status();
    if (!planned.ok()) return {};
    head = planned->head;
    eliminations.Apply(planned->entry);
    return planned->entry;
  }
  auto& current = contributions_[posting.department + "/" + posting.unit];
  auto plan = PlanEntry(
      posting, {.head = head, .current = &current, .revision = revision});
  EXPECT_TRUE(plan.ok()) << plan.status();
  if (!plan.ok()) return {};
  head = plan->head;
  current = plan->contribution;
  return plan->entry;
}

std::string AddressText(const TotalValue& total) {
  return budget::FormatAddress(AddressOf(total.account->key));
}

std::string FigureOf(const TotalValue& total) {
  std::string text = absl::StrCat(
      total.derived_fen, "/",
      total.printed_fen.has_value() ? absl::StrCat(*total.printed_fen) : "-");
  if (total.eliminated_fen != 0) {
    absl::StrAppend(&text, "-", total.eliminated_fen);
  }
  return text;
}

Figures FiguresOf(const std::vector<TotalValue>& totals) {
  Figures figures;
  for (const TotalValue& total : totals) {
    EXPECT_TRUE(figures.emplace(AddressText(total), FigureOf(total)).second);
  }
  return figures;
}

PostCommand CommandOf(Posting posting,
                      absl::AnyInvocable<void(absl::StatusOr<Applied>)> done) {
  PostCommand command;
  command.posting =
      posting.elimination ? std::move(posting) : Normal(std::move(posting));
  command.fingerprint = FingerprintOf(command.posting);
  command.done = std::move(done);
  return command;
}

absl::StatusOr<Applied> Desk::Post(Posting posting) {
  absl::StatusOr<Applied> answer = absl::InternalError("not answered");
  std::vector<Command> commands;
  commands.push_back(
      CommandOf(std::move(posting),
                [&](absl::StatusOr<Applied> a) { answer = std::move(a); }));
  shard->Process(std::move(commands));
  return answer;
}

absl::StatusOr<storage::OutcomeRecord> Desk::Outcome(
    absl::string_view department, absl::string_view request_id) {
  absl::StatusOr<storage::OutcomeRecord> answer =
      absl::InternalError("not answered");
  OutcomeCommand command;
  command.department = std::string(department);
  command.request_id = std::string(request_id);
  command.done = [&](absl::StatusOr<storage::OutcomeRecord> a) {
    answer = std::move(a);
  };
  std::vector<Command> commands;
  commands.push_back(std::move(command));
  shard->Process(std::move(commands));
  return answer;
}

Figures Desk::Totals(const Scope& scope) const {
  return FiguresOf(
      feed->Read(scope, {}, TotalsFeed::WithPositions::kNo).totals);
}

absl::StatusOr<Desk> OpenDesk(storage::Store* store,
                              TotalsFeedOptions options) {
  Desk desk;
  desk.feed = std::make_unique<TotalsFeed>(budget::StandardForm(), options);
  auto state = Recover(*store, desk.feed.get());
  if (!state.ok()) return state.status();
  desk.shard = std::make_unique<Shard>(
      Shard::Options{
          .store = store,
          .feed = desk.feed.get(),
          .now = [] { return absl::FromUnixSeconds(1'700'000'000); }},
      *std::move(state));
  return desk;
}

std::vector<Figures> PostSome(Desk* desk) {
  std::mt19937_64 random(99);
  std::vector<Figures> states = {{}};
  for (int i = 1; i <= 30; ++i) {
    const std::string name = absl::StrCat("d", random() % 4);
    const auto applied =
        desk->Post(Random(random, name, absl::StrCat("request-", i)));
    EXPECT_TRUE(applied.ok()) << applied.status();
    states.push_back(desk->Totals());
  }
  return states;
}

void Overwrite(storage::Store* store, const std::string& department,
               const std::string& key, std::optional<std::string> value) {
  const auto head = store->GetHead(department);
  ASSERT_TRUE(head.ok()) << head.status();
  const auto results = store->CommitAll(std::vector<storage::Commit>{
      {department, head->seq, {{key, std::move(value)}}}});
  ASSERT_EQ(results[0].outcome, storage::CommitOutcome::kCommitted);
}

}  // namespace yuheng::aggregation::testing
