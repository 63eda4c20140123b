#include "services/validation/language/source.h"

#include <array>
#include <iterator>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace yuheng::validation {
namespace {

using budget::Column;
using budget::Message;
using budget::TableShape;

struct NamedSource {
  Source source;
  absl::string_view name;
  absl::string_view message;
};

constexpr NamedSource kSections[] = {
    {Source::kN1, "N1", "source.n1"},
    {Source::kN2, "N2", "source.n2"},
    {Source::kN3, "N3", "source.n3"},
    {Source::kN4, "N4", "source.n4"},
    {Source::kN5a, "N5a", "source.n5a"},
    {Source::kN5b, "N5b", "source.n5b"},
    {Source::kN5c, "N5c", "source.n5c"},
    {Source::kN6, "N6", "source.n6"},
    {Source::kN7, "N7", "source.n7"},
    {Source::kN8, "N8", "source.n8"},
    {Source::kN9, "N9", "source.n9"},
    {Source::kN10, "N10", "source.n10"},
    {Source::kN11a, "N11a", "source.n11a"},
    {Source::kN11b, "N11b", "source.n11b"},
    {Source::kN11c, "N11c", "source.n11c"},
    {Source::kN11d, "N11d", "source.n11d"},
    {Source::kG, "G", "source.profile"},
    {Source::kP, "P", "source.sheets"},
};
static_assert(std::size(kSections) + budget::kTableCount == kSourceCount);

constexpr absl::string_view kTableNames[] = {"T1", "T2", "T3", "T4", "T5",
                                             "T6", "T7", "T8", "T9", "T10"};

struct NamedText {
  absl::string_view key;
  absl::string_view message;
};

// Measures of claims, in the order of the columns.
constexpr NamedText kMeasures[] = {
    {"amount", "measure.amount"},
    {"share", "measure.share"},
    {"delta", "measure.delta"},
    {"growth", "measure.growth"},
    {"delta_other_base", "measure.delta_other_base"},
    {"growth_other_base", "measure.growth_other_base"},
    {"count", "measure.count"},
    {"area", "measure.area"},
    {"words", "measure.words"},
    {"reason", "measure.reason"},
    {"none", "measure.none"},
};
// Section 四 states classes by budget.
constexpr NamedText kBudgetMeasures[] = {
    {"gen", "subject.gen"}, {"fund", "subject.fund"}, {"soe", "subject.soe"}};
constexpr NamedText kProjectMeasures[] = {{"annual", "measure.annual"}};
constexpr NamedText kProfileMeasures[] = {
    {"posts", "measure.posts"},
    {"posts_administrative", "measure.posts_administrative"},
    {"posts_civil_managed", "measure.posts_civil_managed"},
    {"posts_institution", "measure.posts_institution"},
    {"posts_worker", "measure.posts_worker"},
    {"actual", "measure.actual"},
    {"in_post", "measure.in_post"},
    {"in_post_administrative", "measure.in_post_administrative"},
    {"in_post_civil_managed", "measure.in_post_civil_managed"},
    {"in_post_institution", "measure.in_post_institution"},
    {"in_post_worker", "measure.in_post_worker"},
    {"retired", "measure.retired"},
    {"retired_cadre", "measure.retired_cadre"},
    {"retired_all", "measure.retired_all"},
    {"contract", "measure.contract"},
};
constexpr NamedText kSheetMeasures[] = {
    {"total", "measure.sheet_total"},
    {"fiscal", "measure.sheet_fiscal"},
    {"other", "measure.sheet_other"},
};

constexpr NamedText kSubjects[] = {
    {"total", "subject.total"},
    {"gen", "subject.gen"},
    {"gen_up", "subject.gen_up"},
    {"fund", "subject.fund"},
    {"fund_up", "subject.fund_up"},
    {"soe", "subject.soe"},
    {"soe_up", "subject.soe_up"},
    {"special", "subject.special"},
    {"unit", "subject.unit"},
    {"carry", "subject.carry"},
    {"carry_fiscal", "subject.carry_fiscal"},
    {"carry_nonfiscal", "subject.carry_nonfiscal"},
    {"fiscal", "subject.fiscal"},
    {"nonfiscal", "subject.nonfiscal"},
    {"basic", "subject.basic"},
    {"project", "subject.project"},
    {"personnel", "subject.personnel"},
    {"public", "subject.public"},
    {"abroad", "subject.abroad"},
    {"reception", "subject.reception"},
    {"car", "subject.car"},
    {"car_buy", "subject.car_buy"},
    {"car_run", "subject.car_run"},
    {"all_gen", "subject.all_gen"},
    {"all_fund", "subject.all_fund"},
    {"all_soe", "subject.all_soe"},
    {"operating", "subject.operating"},
    {"goods", "subject.goods"},
    {"works", "subject.works"},
    {"services", "subject.services"},
    {"sme", "subject.sme"},
    {"micro", "subject.micro"},
    {"house", "subject.house"},
    {"cars", "subject.cars"},
    {"cars_general", "subject.cars_general"},
    {"cars_confidential", "subject.cars_confidential"},
    {"cars_emergency", "subject.cars_emergency"},
    {"cars_law", "subject.cars_law"},
    {"cars_special", "subject.cars_special"},
    {"cars_retired", "subject.cars_retired"},
    {"cars_leader", "subject.cars_leader"},
    {"cars_other", "subject.cars_other"},
    {"furniture", "subject.furniture"},
    {"other", "subject.other"},
    {"equipment_50", "subject.equipment_50"},
    {"equipment_100", "subject.equipment_100"},
    {"staff", "subject.staff"},
    {"offices", "subject.offices"},
    {"units", "subject.units"},
};

template <size_t N>
void Append(const NamedText (&measures)[N], TableShape* shape) {
  for (const NamedText& measure : measures) {
    const budget::Text text = Message(measure.message);
    Column& column = shape->columns.emplace_back();
    column.key = std::string(measure.key);
    column.heading = text.zh;
    column.heading_en = text.en;
  }
}

TableShape SectionShape(Source source) {
  TableShape shape;
  shape.row_space = budget::RowSpace::kFunction;
  if (source == Source::kP) {
    Append(kSheetMeasures, &shape);
    return shape;
  }
  Append(kMeasures, &shape);
  if (source == Source::kN4) Append(kBudgetMeasures, &shape);
  if (source == Source::kG) Append(kProfileMeasures, &shape);
  if (source != Source::kN7) return shape;
  Append(kProjectMeasures, &shape);
  // The economic classes of the project table.
  for (const Column& column :
       budget::StandardForm().Table(budget::TableKind::kT7).columns) {
    if (column.key == "total") continue;
    Column& own = shape.columns.emplace_back();
    own.key = column.key;
    own.heading = column.heading;
    own.heading_en = column.heading_en;
  }
  return shape;
}

}  // namespace

absl::string_view SourceName(Source source) {
  if (IsTable(source)) return kTableNames[static_cast<int>(source) - 1];
  for (const NamedSource& section : kSections) {
    if (section.source == source) return section.name;
  }
  return "";
}

Source FindSource(absl::string_view name) {
  for (size_t i = 0; i < std::size(kTableNames); ++i) {
    if (kTableNames[i] == name) return static_cast<Source>(i + 1);
  }
  for (const NamedSource& section : kSections) {
    if (section.name == name) return section.source;
  }
  return Source::kNone;
}

budget::Text SourceText(Source source) {
  if (IsTable(source)) {
    return Message("finding.table",
                   {{"number", absl::StrCat(static_cast<int>(source))}});
  }
  for (const NamedSource& section : kSections) {
    if (section.source == source) return Message(section.message);
  }
  return {};
}

const TableShape& ShapeOf(const budget::Form& form, Source source) {
  if (IsTable(source)) {
    return form.Table(static_cast<budget::TableKind>(source));
  }
  using Shapes = std::array<TableShape, kSourceCount + 1>;
  static const auto* const shapes = [] {
    auto* all = new Shapes;
    for (const NamedSource& section : kSections) {
      (*all)[static_cast<size_t>(section.source)] =
          SectionShape(section.source);
    }
    return all;
  }();
  return (*shapes)[static_cast<size_t>(source)];
}

budget::Text SubjectText(absl::string_view subject) {
  for (const NamedText& named : kSubjects) {
    if (named.key == subject) return Message(named.message);
  }
  return {};
}

}  // namespace yuheng::validation
