#include "services/cli/sample/sample.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/cli/sample/amounts.h"

namespace yuheng::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr int64_t kHalfPlaceFen = 5'000;

// Checks sums over one document's printed figures, by the rules of domain.md
// written out anew. With `rounded`, n parts may differ by (n + 1) half places.
class Ties {
 public:
  Ties(const SampleDocument& sample, bool rounded)
      : amounts_(AmountsOf(sample.document)),
        rounded_(rounded),
        name_(sample.name) {}

  int64_t At(const std::string& address) const {
    const auto found = amounts_.find(address);
    return found == amounts_.end() ? 0 : found->second;
  }

  void Sum(const std::string& total, const std::vector<std::string>& parts) {
    int64_t sum = 0;
    int64_t n = 0;
    for (const std::string& part : parts) {
      sum += At(part);
      n += At(part) != 0 ? 1 : 0;
    }
    const int64_t allowed = rounded_ && n > 1 ? (n + 1) * kHalfPlaceFen : 0;
    const int64_t difference = At(total) - sum;
    EXPECT_LE(difference < 0 ? -difference : difference, allowed)
        << name_ << " " << total << ": " << At(total) << " against " << sum;
    ++checked_;
  }

  void Same(const std::string& a, const std::string& b) { Sum(a, {b}); }

  // Row keys of a coded table with `digits` digits.
  std::vector<std::string> Codes(const std::string& table,
                                 size_t digits) const {
    std::set<std::string> codes;
    for (const auto& entry : amounts_) {
      if (!absl::StartsWith(entry.first, table + ":")) continue;
      const std::string rest = entry.first.substr(table.size() + 1);
      const std::string code = rest.substr(0, rest.find_first_of(":|"));
      if (code.size() == digits && code[0] >= '1' && code[0] <= '9') {
        codes.insert(code);
      }
    }
    return {codes.begin(), codes.end()};
  }

  void Hierarchy(const std::string& table,
                 const std::vector<std::string>& columns,
                 const std::vector<size_t>& digits) {
    for (const std::string& column : columns) {
      for (size_t level = 0; level < digits.size(); ++level) {
        std::map<std::string, std::vector<std::string>> parts;
        for (const std::string& code : Codes(table, digits[level])) {
          const std::string parent =
              level == 0 ? "ALL" : code.substr(0, digits[level - 1]);
          parts[parent].push_back(table + ":" + code + ":" + column);
        }
        for (const auto& [parent, codes] : parts) {
          Sum(table + ":" + parent + ":" + column, codes);
        }
      }
    }
  }

  void Rows(const std::string& table, const std::string& total,
            const std::vector<std::string>& columns) {
    std::set<std::string> rows;
    for (const auto& entry : amounts_) {
      if (!absl::StartsWith(entry.first, table + ":")) continue;
      rows.insert(entry.first.substr(0, entry.first.rfind(':')));
    }
    for (const std::string& row : rows) {
      std::vector<std::string> parts;
      for (const std::string& column : columns) {
        parts.push_back(row + ":" + column);
      }
      Sum(row + ":" + total, parts);
    }
  }

  int checked() const { return checked_; }

 private:
  std::map<std::string, int64_t> amounts_;
  bool rounded_;
  std::string name_;
  int checked_ = 0;
};

void CheckTableOne(Ties* ties) {
  ties->Sum("T1:in:gen", {"T1:in:gen_own", "T1:in:gen_up"});
  ties->Sum("T1:in:fund", {"T1:in:fund_own", "T1:in:fund_up"});
  ties->Sum("T1:in:soe", {"T1:in:soe_own", "T1:in:soe_up"});
  ties->Sum("T1:in:unit",
            {"T1:in:unit_biz", "T1:in:unit_upsub", "T1:in:unit_aff",
             "T1:in:unit_oper", "T1:in:unit_other"});
  ties->Sum("T1:in:cur", {"T1:in:gen", "T1:in:fund", "T1:in:soe",
                          "T1:in:special", "T1:in:unit"});
  ties->Sum("T1:in:carry_fiscal",
            {"T1:in:carry_gen", "T1:in:carry_fund", "T1:in:carry_soe"});
  ties->Sum("T1:in:carry_nonfiscal",
            {"T1:in:carry_special", "T1:in:carry_unit"});
  ties->Sum("T1:in:carry", {"T1:in:carry_fiscal", "T1:in:carry_nonfiscal"});
  ties->Sum("T1:in:ALL", {"T1:in:cur", "T1:in:carry"});
  ties->Same("T1:in:ALL", "T1:ex:ALL");
  std::vector<std::string> classes;
  for (int c = 201; c <= 234; ++c) classes.push_back(absl::StrCat("T1:ex:", c));
  ties->Sum("T1:ex:ALL", classes);
}

void CheckCodedTables(Ties* ties) {
  const std::vector<std::string> fiscal = {"gen",     "gen_up", "fund",
                                           "fund_up", "soe",    "soe_up"};
  const std::vector<std::string> others = {"special", "unit", "carry_fiscal",
                                           "carry_nonfiscal"};
  ties->Rows("T2", "fiscal", fiscal);
  std::vector<std::string> all = others;
  all.push_back("fiscal");
  ties->Rows("T2", "total", all);
  all.insert(all.end(), fiscal.begin(), fiscal.end());
  all.push_back("total");
  ties->Hierarchy("T2", all, {3, 5, 7});
  for (const char* table : {"T3", "T5", "T8", "T9"}) {
    ties->Rows(table, "total", {"basic", "project"});
    ties->Hierarchy(table, {"total", "basic", "project"}, {3, 5, 7});
  }
  ties->Rows("T6", "total", {"personnel", "public"});
  ties->Hierarchy("T6", {"total", "personnel", "public"}, {3, 5});
  const std::vector<std::string> economic = {"e301", "e302", "e303", "e307",
                                             "e309", "e310", "e311", "e312",
                                             "e313", "e399"};
  ties->Rows("T7", "total", economic);
  ties->Hierarchy("T7", economic, {3, 5});
  ties->Hierarchy("T7", {"total"}, {3, 5});
  ties->Rows("T10", "total", {"gen", "fund", "soe"});
  ties->Sum("T10:car:gen", {"T10:car_buy:gen", "T10:car_run:gen"});
  ties->Sum("T10:total:gen",
            {"T10:abroad:gen", "T10:reception:gen", "T10:car:gen"});
}

void CheckBetweenTables(Ties* ties) {
  ties->Same("T2:ALL:total", "T1:in:ALL");
  ties->Same("T3:ALL:total", "T1:ex:ALL");
  ties->Same("T2:ALL:gen", "T1:in:gen_own");
  ties->Same("T2:ALL:carry_fiscal", "T1:in:carry_fiscal");
  ties->Same("T2:ALL:unit", "T1:in:unit");
  // Some bureaus count carried-over appropriations in table 4.
  const bool carried =
      ties->At("T4:in:ALL") > ties->At("T2:ALL:fiscal") + 40'000;
  const auto with_carry = [carried](std::vector<std::string> parts,
                                    const std::string& code) {
    if (carried) parts.push_back("T2:" + code + ":carry_fiscal");
    return parts;
  };
  ties->Sum("T4:in:gen", with_carry({"T2:ALL:gen", "T2:ALL:gen_up"}, "ALL"));
  ties->Sum("T4:in:fund", {"T2:ALL:fund", "T2:ALL:fund_up"});
  ties->Sum("T4:in:ALL", with_carry({"T2:ALL:fiscal"}, "ALL"));
  ties->Same("T4:in:ALL", "T4:ex:ALL:total");
  ties->Same("T6:ALL:total", "T5:ALL:basic");
  ties->Same("T7:ALL:total", "T5:ALL:project");
  EXPECT_EQ(ties->Codes("T2", 7), ties->Codes("T3", 7));
  for (const std::string& code : ties->Codes("T3", 3)) {
    ties->Same("T3:" + code + ":total", "T1:ex:" + code);
    ties->Sum("T4:ex:" + code + ":total",
              with_carry({"T2:" + code + ":fiscal"}, code));
    ties->Sum("T4:ex:" + code + ":gen",
              with_carry({"T5:" + code + ":total"}, code));
    ties->Same("T4:ex:" + code + ":fund", "T8:" + code + ":total");
    ties->Same("T4:ex:" + code + ":soe", "T9:" + code + ":total");
  }
  for (const std::string& code : ties->Codes("T3", 7)) {
    ties->Same("T2:" + code + ":total", "T3:" + code + ":total");
    ties->Sum("T5:" + code + ":total",
              {"T2:" + code + ":gen", "T2:" + code + ":gen_up"});
    ties->Sum("T8:" + code + ":total",
              {"T2:" + code + ":fund", "T2:" + code + ":fund_up"});
  }
  EXPECT_GE(ties->At("T10:car_run:gen"), ties->At("T6:30231:public"));
  EXPECT_GE(ties->At("T10:reception:gen"), ties->At("T6:30217:public"));
}

class SampleTies : public ::testing::TestWithParam<bool> {};

TEST_P(SampleTies, TwoHundredDocuments_EveryTableHolds) {
  const bool rounded = GetParam();
  const auto samples =
      GenerateSamples({.seed = 7, .departments = 200, .rounded = rounded});
  ASSERT_EQ(samples.size(), 200u);
  for (const SampleDocument& sample : samples) {
    Ties ties(sample, rounded);
    CheckTableOne(&ties);
    CheckCodedTables(&ties);
    CheckBetweenTables(&ties);
    EXPECT_GT(ties.checked(), 100) << sample.name;
    if (HasFailure()) break;
  }
}

INSTANTIATE_TEST_SUITE_P(Exact, SampleTies, ::testing::Values(false));
INSTANTIATE_TEST_SUITE_P(Rounded, SampleTies, ::testing::Values(true));

TEST(Sample, RoundedDocuments_SomeSumsDiffer) {
  int differing = 0;
  for (const SampleDocument& sample :
       GenerateSamples({.seed = 7, .departments = 20, .rounded = true})) {
    const auto amounts = AmountsOf(sample.document);
    int64_t sum = 0;
    for (const auto& [address, fen] : amounts) {
      if (absl::StartsWith(address, "T6:") && address.size() == 14 &&
          address[8] == ':' && absl::EndsWith(address, ":total")) {
        sum += fen;
      }
    }
    ASSERT_GT(sum, 0);
    differing += sum != amounts.at("T6:ALL:total") ? 1 : 0;
  }
  EXPECT_GT(differing, 5);
}

TEST(Sample, SameOptions_SameBytes) {
  const SampleOptions options = {.seed = 11, .departments = 30, .errors = 12};
  const auto first = GenerateSamples(options);
  const auto second = GenerateSamples(options);
  for (size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].text, second[i].text);
    EXPECT_EQ(PlantedJson(first[i]), PlantedJson(second[i]));
  }
  EXPECT_EQ(DepartmentsCsv(first), DepartmentsCsv(second));
}

TEST(Sample, OtherSeed_OtherMoney) {
  const auto first = GenerateSamples({.seed = 1, .departments = 1});
  const auto second = GenerateSamples({.seed = 2, .departments = 1});
  EXPECT_NE(first[0].text, second[0].text);
}

TEST(Sample, MoreDepartments_TheFirstStayTheSame) {
  const auto few = GenerateSamples({.seed = 3, .departments = 5});
  const auto many = GenerateSamples({.seed = 3, .departments = 9});
  for (size_t i = 0; i < few.size(); ++i) {
    EXPECT_EQ(few[i].text, many[i].text);
  }
}

TEST(Sample, MostDepartments_NamesAndCodesAreUnique) {
  std::set<std::string> names;
  std::set<std::string> codes;
  for (const SampleDocument& sample : GenerateSamples(
           {.departments = kSampleDepartmentsMax, .narrative = false})) {
    EXPECT_TRUE(names.insert(sample.name).second) << sample.name;
    EXPECT_TRUE(codes.insert(sample.code).second) << sample.code;
  }
}

TEST(Sample, Variety_FundsAndStateCapitalAndAllSourcesOccur) {
  std::map<std::string, int> seen;
  for (const SampleDocument& sample : GenerateSamples({.departments = 120})) {
    const auto amounts = AmountsOf(sample.document);
    for (const char* address :
         {"T2:ALL:gen_up", "T2:ALL:fund", "T2:ALL:fund_up", "T2:ALL:soe",
          "T2:ALL:special", "T2:ALL:unit", "T2:ALL:carry_fiscal",
          "T2:ALL:carry_nonfiscal", "T8:ALL:total", "T9:ALL:total",
          "T10:abroad:gen", "T10:car_buy:gen"}) {
      const auto found = amounts.find(address);
      if (found != amounts.end() && found->second != 0) ++seen[address];
    }
    if (sample.units.size() > 1) ++seen["units"];
  }
  EXPECT_EQ(seen.size(), 13u);
}

TEST(Sample, Leaves_AddUpToTheTotals) {
  for (const SampleDocument& sample : GenerateSamples({.departments = 40})) {
    std::map<int, int64_t> sums;
    for (const budget::AmountLine& leaf : sample.leaves) {
      if (leaf.account.side == budget::Side::kIncome) continue;
      sums[static_cast<int>(leaf.account.table)] += leaf.amount_fen;
    }
    auto amounts = AmountsOf(sample.document);
    EXPECT_EQ(sums[1], amounts.at("T1:ex:ALL"));
    EXPECT_EQ(sums[2], amounts.at("T2:ALL:total"));
    EXPECT_EQ(sums[3], amounts.at("T3:ALL:total"));
    EXPECT_EQ(sums[4], amounts.at("T4:ex:ALL:total"));
    EXPECT_EQ(sums[5], amounts.at("T5:ALL:total"));
    EXPECT_EQ(sums[6], amounts.at("T6:ALL:total"));
    // A bureau without projects has no such cell.
    EXPECT_EQ(sums[7], amounts["T7:ALL:total"]);
  }
}

TEST(Sample, Text_HasPartsTablesAndSections) {
  const auto samples = GenerateSamples({.departments = 60});
  for (const SampleDocument& sample : samples) {
    for (const char* part :
         {"第一部分", "第二部分", "第三部分", "第四部分", "\n表1\n", "一、关于",
          "十一、其他重要事项", "公用经费"}) {
      EXPECT_THAT(sample.text, HasSubstr(part)) << sample.name;
    }
    EXPECT_THAT(sample.text, Not(HasSubstr("某某")));
    EXPECT_THAT(sample.text, HasSubstr(sample.name));
  }
}

TEST(Sample, WithoutNarrative_EmptyTablesAreStillStated) {
  for (const SampleDocument& sample :
       GenerateSamples({.departments = 30, .narrative = false})) {
    EXPECT_THAT(sample.text, Not(HasSubstr("收支总预算")));
    const bool funds = AmountsOf(sample.document).count("T8:ALL:total") > 0;
    const std::string statement = "没有使用政府性基金预算拨款安排的支出";
    const size_t first = sample.text.find(statement);
    EXPECT_EQ(first == std::string::npos, funds) << sample.name;
    if (!funds) {
      EXPECT_NE(sample.text.find(statement, first + 1), std::string::npos);
    }
  }
}

TEST(Sample, FileNames_CarryCodeAndName) {
  const auto samples = GenerateSamples({.departments = 1});
  EXPECT_EQ(SampleFileName(samples[0]), "201-天衡州教育局.txt");
  EXPECT_EQ(PlantedFileName(samples[0]), "201-天衡州教育局.txt.planted.json");
}

TEST(Sample, DepartmentsCsv_NamesUnits) {
  const auto samples = GenerateSamples({.departments = 3});
  const std::string csv = DepartmentsCsv(samples);
  EXPECT_TRUE(absl::StartsWith(csv, "code,name,aliases,kind,units\n201,"));
  EXPECT_THAT(csv, HasSubstr("201001:天衡州教育局本级"));
  EXPECT_EQ(PlantedJson(samples[0]), "{\"errors\":[]}\n");
}

}  // namespace
}  // namespace yuheng::cli
