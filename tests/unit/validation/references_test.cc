// The rules that look at more than the document: last year's documents, the
// units' documents, departments of the same kind.
#include "services/validation/references.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/validation/evaluation/reference_owner.h"
#include "services/validation/validator.h"
#include "tests/support/document_builder.h"
#include "tests/unit/validation/built_in_catalogue.h"

namespace yuheng::validation {
namespace {

using testing::DocumentBuilder;

std::vector<Finding> Check(const std::string& rule,
                           const budget::Document& document,
                           const References& references) {
  std::vector<Finding> findings;
  Catalogue().Check(document, {.references = references}, [&](Finding finding) {
    if (finding.rule == rule) findings.push_back(std::move(finding));
    return true;
  });
  return findings;
}

std::string Listing(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    absl::StrAppend(&text, finding.places[0].address, " ", finding.message.zh,
                    "\n");
  }
  return text;
}

void AddClaim(const std::string& address, const std::string& printed,
              budget::Document* document) {
  budget::Claim claim;
  claim.address = address;
  claim.printed = printed;
  const auto decimal = budget::ParseDecimal(printed);
  if (decimal.ok()) claim.value_micro = decimal->micro;
  claim.line = 900 + static_cast<int>(document->claims.size());
  document->claims.push_back(claim);
}

// 2023 and what changed on 2022; last year's document is the same budget.
class PriorYearTest : public ::testing::Test {
 protected:
  PriorYearTest() { prior_.document().fiscal_year = 2022; }

  std::vector<Finding> Check() {
    const budget::Document prior = prior_.Build();
    return validation::Check("Y-12", now_.Build(), {.prior_budget = &prior});
  }
  void Claim(const std::string& address, const std::string& amount,
             const std::string& delta) {
    AddClaim(address + ":amount", amount, &now_.document());
    AddClaim(address + ":delta", delta, &now_.document());
  }

  DocumentBuilder now_;
  DocumentBuilder prior_;
};

TEST_F(PriorYearTest, NoDocument_IsSaidOnce) {
  const auto findings = validation::Check("Y-12", now_.Build(), {});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].status, FindingStatus::kInsufficient);
}

TEST_F(PriorYearTest, AllFiguresInAnotherUnit_AreAWarning) {
  for (const char* total : {"2820000", "0.03"}) {
    now_.Set("T1:in:ALL", total);
    const auto findings = Check();
    ASSERT_EQ(findings.size(), 1u) << total;
    EXPECT_EQ(findings[0].severity, Severity::kWarning);
    EXPECT_EQ(findings[0].places[0].address, "T1:in:ALL");
    EXPECT_TRUE(absl::StrContains(findings[0].message.zh, "金额单位可能错了"))
        << findings[0].message.zh;
  }
  now_.Set("T1:in:ALL", "28200");  // A hundred times: a new department.
  EXPECT_TRUE(Check().empty());
}

TEST_F(PriorYearTest, ChangesThatLeadToLastYearsTables_AreRight) {
  Claim("N2:gen", "168", "10");    // T2 ALL gen 158
  Claim("N2:total", "300", "18");  // T2 ALL total 282
  Claim("N3:basic", "200", "-2");
  prior_.Set("T3:ALL:basic", "202");
  Claim("N5a:project", "31", "2");
  prior_.Set("T5:ALL:project", "29");
  Claim("N5c:2060102", "12", "2");
  prior_.Set("T5:2060102:total", "10");
  Claim("N10:reception", "2", "0");
  Claim("N11a:operating", "40", "1");
  prior_.Set("T6:ALL:public", "39");
  const auto findings = Check();
  EXPECT_TRUE(findings.empty()) << Listing(findings);
}

TEST_F(PriorYearTest, WrongChange_IsAnErrorAtTheChange) {
  Claim("N2:gen", "168", "11");
  const auto findings = Check();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].severity, Severity::kError);
  EXPECT_EQ(findings[0].places[0].address, "N2:gen:delta");
  EXPECT_EQ(findings[0].places[1].address, "N2:gen:amount");
  EXPECT_EQ(findings[0].expected_micro, 158'000'000);
  EXPECT_EQ(findings[0].actual_micro, 157'000'000);
  EXPECT_TRUE(absl::StrContains(findings[0].message.zh, "168 - 11 = 157"))
      << findings[0].message.zh;
}

TEST_F(PriorYearTest, Decrease_IsWrittenAsASum) {
  Claim("N2:gen", "150", "-9");
  const auto findings = Check();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_TRUE(absl::StrContains(findings[0].message.zh, "150 + 9 = 159"))
      << findings[0].message.zh;
}

TEST_F(PriorYearTest, ThreeRoundedFigures_AreANote) {
  Claim("N2:gen", "168", "9.99");
  const auto findings = Check();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].status, FindingStatus::kRounding);
  EXPECT_EQ(findings[0].severity, Severity::kNote);
}

// Two last places are beyond what three rounded figures can be apart.
TEST_F(PriorYearTest, TwoLastPlaces_AreAnError) {
  Claim("N2:gen", "168", "9.98");
  const auto findings = Check();
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].severity, Severity::kError);
}

TEST_F(PriorYearTest, SameClaimOfLastYear_IsEnough) {
  AddClaim("N2:gen:amount", "157", &prior_.document());
  Claim("N2:gen", "168", "11");
  EXPECT_TRUE(Check().empty());
}

TEST_F(PriorYearTest, MergedSubjects_AreEnough) {
  Claim("N2:unit", "20", "7");   // 10 + 3 carried over.
  Claim("N2:gen", "200", "22");  // 158 own + 20 from above.
  const auto findings = Check();
  EXPECT_TRUE(findings.empty()) << Listing(findings);
}

TEST_F(PriorYearTest, RenumberedItem_IsFoundByItsName) {
  prior_.RowAt("T5:2060102").code = "2060199";
  Claim("N5c:2060102", "10", "2");
  const auto findings = Check();
  EXPECT_TRUE(findings.empty()) << Listing(findings);
}

TEST_F(PriorYearTest, NewItem_HadNothing) {
  Claim("N5c:2060999", "5", "5");
  EXPECT_TRUE(Check().empty());
  Claim("N5c:2060998", "5", "4");
  EXPECT_EQ(Check().size(), 1u);
}

TEST_F(PriorYearTest, TableThatIsNotThere_LeavesTheRestDecided) {
  prior_.RemoveTable(3);
  Claim("N3:basic", "200", "1");
  Claim("N2:gen", "168", "11");
  const auto findings = Check();
  ASSERT_EQ(findings.size(), 2u) << Listing(findings);
  EXPECT_EQ(findings[0].severity, Severity::kError);
  EXPECT_EQ(findings[1].status, FindingStatus::kInsufficient);
  EXPECT_EQ(findings[1].places[0].address, "N3:basic:delta");
}

TEST_F(PriorYearTest, OtherYear_IsNotCompared) {
  Claim("N2:gen", "168", "11");
  prior_.document().fiscal_year = 2021;
  ASSERT_EQ(Check().size(), 1u);
  EXPECT_EQ(Check()[0].status, FindingStatus::kInsufficient);
}

// It was renamed, or somebody gave another's.
TEST_F(PriorYearTest, OtherName_IsAWarningAndCompared) {
  Claim("N2:gen", "168", "11");
  prior_.document().department = "云上州卫生健康委员会";
  const auto findings = Check();
  ASSERT_EQ(findings.size(), 2u) << Listing(findings);
  EXPECT_EQ(findings[0].severity, Severity::kWarning);
  EXPECT_TRUE(absl::StrContains(findings[0].message.zh, "云上州卫生健康委员会"))
      << findings[0].message.zh;
  EXPECT_EQ(findings[1].severity, Severity::kError);
}

TEST(ReferenceOwner, UnitsAreThoseTheDocumentLists) {
  budget::Document department;
  department.department = "昌吉州教育局";
  department.role = budget::DocumentRole::kDepartment;
  budget::Document unit;
  const auto is_unit = [&](const std::string& name, budget::DocumentRole role) {
    unit.department = name;
    unit.role = role;
    return IsUnitOf(department, unit);
  };
  using enum budget::DocumentRole;
  // It lists none: what calls itself a 单位 may be one.
  EXPECT_TRUE(is_unit("昌吉州第一中学", kUnit));
  EXPECT_FALSE(is_unit("昌吉州水利局", kDepartment));
  EXPECT_TRUE(is_unit("昌吉州教育局本级", kDepartment));
  AddClaim("G:units:words", "昌吉州第一中学、昌吉州第二中学", &department);
  EXPECT_TRUE(is_unit("昌吉州第一中学", kDepartment));
  EXPECT_TRUE(is_unit("昌吉回族自治州第二中学", kUnit));
  EXPECT_TRUE(is_unit("昌吉州教育局（本级）", kUnit));
  EXPECT_FALSE(is_unit("昌吉州水利管理站", kUnit));
  EXPECT_FALSE(is_unit("昌吉州水利局", kDepartment));
  // It says that there are more.
  department.claims.clear();
  AddClaim("G:units:words", "昌吉州第一中学等", &department);
  EXPECT_TRUE(is_unit("昌吉州第一中学", kDepartment));
  EXPECT_TRUE(is_unit("昌吉州水利管理站", kUnit));
  EXPECT_FALSE(is_unit("昌吉州水利局", kDepartment));
  // It says that there are none.
  department.claims.clear();
  AddClaim("G:units:count", "0", &department);
  EXPECT_FALSE(is_unit("昌吉州第一中学", kUnit));
}

TEST(CarryOver, FinalAccount_IsSaidToBeUnread) {
  const DocumentBuilder builder;
  const auto without = Check("B-36", builder.Build(), {});
  ASSERT_EQ(without.size(), 1u);
  EXPECT_EQ(without[0].status, FindingStatus::kInsufficient);
  const budget::Document account;
  const auto with =
      Check("B-36", builder.Build(), {.prior_final_account = &account});
  ASSERT_EQ(with.size(), 1u);
  EXPECT_EQ(with[0].status, FindingStatus::kInsufficient);
  EXPECT_NE(with[0].message.zh, without[0].message.zh);
}

// The department is one unit, and a second that is empty.
class UnitsTest : public ::testing::Test {
 protected:
  UnitsTest() {
    first_.document().department = "云上州教育局本级";
    second_.document().department = "云上州第一中学";
    for (budget::Table& table : second_.document().tables) {
      for (budget::Row& row : table.rows) {
        for (budget::Cell& cell : row.cells) cell = {};
      }
    }
  }
  std::vector<Finding> Check() {
    const budget::Document first = first_.Build();
    const budget::Document second = second_.Build();
    return validation::Check("L-04", department_.Build(),
                             {.units = {&first, &second}});
  }

  DocumentBuilder department_;
  DocumentBuilder first_;
  DocumentBuilder second_;
};

TEST_F(UnitsTest, NoDocuments_AreSaidUnlessThereAreNoUnits) {
  const auto findings = validation::Check("L-04", department_.Build(), {});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].status, FindingStatus::kInsufficient);
  AddClaim("G:units:count", "0", &department_.document());
  EXPECT_TRUE(validation::Check("L-04", department_.Build(), {}).empty());
}

TEST_F(UnitsTest, MissingUnits_AreNamedAndNothingIsCompared) {
  const budget::Document other = first_.Set("T3:ALL:total", "1").Build();
  const auto findings =
      validation::Check("L-04", department_.Build(),
                        {.units = {&other}, .units_missing = {"二中"}});
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].status, FindingStatus::kInsufficient);
  EXPECT_TRUE(absl::StrContains(findings[0].message.zh, "二中"));
}

TEST_F(UnitsTest, CellsThatAddUp_AreRight) {
  EXPECT_TRUE(Check().empty()) << Listing(Check());
  first_.Set("T3:2050202:basic", "100");
  second_.Set("T3:2050202:basic", "48.5");
  department_.Set("T3:2050202:basic", "148.5");
  EXPECT_TRUE(Check().empty()) << Listing(Check());
}

TEST_F(UnitsTest, OneWrongCell_IsOneErrorThere) {
  second_.Set("T3:2050202:basic", "7");
  const auto findings = Check();
  ASSERT_EQ(findings.size(), 1u) << Listing(findings);
  EXPECT_EQ(findings[0].severity, Severity::kError);
  EXPECT_EQ(findings[0].places[0].address, "T3:2050202:basic");
  EXPECT_EQ(findings[0].difference_micro, -7'000'000);
  EXPECT_TRUE(absl::StrContains(findings[0].message.zh, "云上州第一中学 7"))
      << findings[0].message.zh;
}

TEST_F(UnitsTest, RowOfAUnitOnly_IsFound) {
  second_.AddRow(5, "2060999", {"3", "3"});
  const auto findings = Check();
  ASSERT_EQ(findings.size(), 2u) << Listing(findings);
  EXPECT_EQ(findings[0].places[0].address, "T5:2060999:total");
}

TEST_F(UnitsTest, RoundedUnits_AreANote) {
  first_.Set("T10:reception:total", "1.5");
  second_.Set("T10:reception:total", "0.51");
  const auto findings = Check();
  ASSERT_EQ(findings.size(), 1u) << Listing(findings);
  EXPECT_EQ(findings[0].status, FindingStatus::kRounding);
}

TEST_F(UnitsTest, ProjectsOfOtherNames_AreComparedByTheirCode) {
  for (budget::Row& row : first_.TableOf(7).rows) {
    if (!row.project.empty()) row.project += "（本级）";
  }
  EXPECT_TRUE(Check().empty()) << Listing(Check());
}

// A unit hands 2 on to the other: each of them counts it.
TEST_F(UnitsTest, MoneyBetweenUnits_IsEliminatedWithANote) {
  second_.Set("T1:in:unit_upsub", "2")
      .Set("T1:in:unit", "2")
      .Set("T1:in:cur", "2")
      .Set("T1:in:ALL", "2")
      .Set("T2:ALL:total", "2")
      .Set("T2:ALL:unit", "2");
  const auto findings = Check();
  ASSERT_EQ(findings.size(), 1u) << Listing(findings);
  EXPECT_EQ(findings[0].severity, Severity::kNote);
  // More than that money is an error, and so is what never holds it.
  second_.Set("T1:in:cur", "3").Set("T5:ALL:total", "1");
  int errors = 0;
  for (const Finding& finding : Check()) {
    errors += finding.severity == Severity::kError;
  }
  EXPECT_EQ(errors, 2) << Listing(Check());
}

TEST_F(UnitsTest, TableThatAUnitLacks_IsSaidOnce) {
  second_.RemoveTable(6);
  const auto findings = Check();
  ASSERT_EQ(findings.size(), 1u) << Listing(findings);
  EXPECT_EQ(findings[0].status, FindingStatus::kInsufficient);
}

class PeersTest : public ::testing::Test {
 protected:
  PeersTest() {
    // 公用 39 and 人员 110 or so for ten people.
    AddClaim("G:staff:in_post", "10", &builder_.document());
    own_ = PerHeadOf(builder_.Build());
  }
  std::vector<Finding> Check(int64_t public_fen, int64_t personnel_fen) {
    return validation::Check(
        "R-12", builder_.Build(),
        {.peers = PeerMedians{kPeersMin, public_fen, personnel_fen}});
  }

  DocumentBuilder builder_;
  PerHead own_;
};

TEST_F(PeersTest, NoOrTooFewPeers_AreSaid) {
  for (const std::optional<PeerMedians>& peers :
       {std::optional<PeerMedians>(),
        std::optional<PeerMedians>({kPeersMin - 1, 1, 1})}) {
    const auto findings =
        validation::Check("R-12", builder_.Build(), {.peers = peers});
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].status, FindingStatus::kInsufficient);
  }
}

TEST_F(PeersTest, NearTheMedian_IsNothing) {
  ASSERT_TRUE(own_.public_fen && own_.personnel_fen);
  EXPECT_TRUE(Check(*own_.public_fen, *own_.personnel_fen).empty());
  EXPECT_TRUE(Check(*own_.public_fen / 2, *own_.personnel_fen * 2).empty());
}

TEST_F(PeersTest, FarFromTheMedian_IsANote) {
  ASSERT_TRUE(own_.public_fen && own_.personnel_fen);
  const auto high = Check(*own_.public_fen / 4, *own_.personnel_fen);
  ASSERT_EQ(high.size(), 1u);
  EXPECT_EQ(high[0].severity, Severity::kNote);
  EXPECT_EQ(high[0].places[0].address, "T6:ALL:public");
  const auto low = Check(*own_.public_fen, *own_.personnel_fen * 4);
  ASSERT_EQ(low.size(), 1u);
  EXPECT_EQ(low[0].places[0].address, "T6:ALL:personnel");
}

TEST_F(PeersTest, WithoutPeople_IsSaid) {
  builder_.document().claims.clear();
  const auto findings = Check(1, 1);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].status, FindingStatus::kInsufficient);
}

TEST(MediansOf, IsTheMiddleOfThoseThatStateBoth) {
  std::vector<DocumentBuilder> builders(6);
  std::vector<budget::Document> documents;
  std::vector<const budget::Document*> pointers;
  for (int i = 0; i < 6; ++i) {
    // The last one does not say how many people it has.
    if (i < 5) {
      AddClaim("G:staff:in_post", absl::StrCat(i + 1), &builders[i].document());
    }
    builders[i].Set("T6:ALL:public", "60").Set("T6:ALL:personnel", "120");
    documents.push_back(builders[i].Build());
  }
  for (const budget::Document& document : documents) {
    pointers.push_back(&document);
  }
  const auto medians = MediansOf(pointers);
  ASSERT_TRUE(medians.has_value());
  EXPECT_EQ(medians->department_count, 5);
  EXPECT_EQ(medians->public_per_head_fen, 20'000'000);
  EXPECT_EQ(medians->personnel_per_head_fen, 40'000'000);
  pointers.resize(4);
  EXPECT_FALSE(MediansOf(pointers).has_value());
}

TEST(ReferencesSha256, DependsOnAllThatWasGiven) {
  EXPECT_EQ(ReferencesSha256({}), "");
  budget::Document a;
  a.source.sha256 = "a";
  const std::string prior = ReferencesSha256({.prior_budget = &a});
  EXPECT_EQ(prior.size(), 64u);
  EXPECT_EQ(ReferencesSha256({.prior_budget = &a}), prior);
  EXPECT_NE(ReferencesSha256({.prior_final_account = &a}), prior);
  EXPECT_NE(ReferencesSha256({.units = {&a}}), prior);
  EXPECT_NE(ReferencesSha256({.units_missing = {"a"}}), prior);
  EXPECT_NE(ReferencesSha256({.peers = PeerMedians{5, 1, 2}}), prior);
}

}  // namespace
}  // namespace yuheng::validation
