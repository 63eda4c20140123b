#include "services/cli/sample/sample.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/budget/address.h"
#include "services/budget/check.h"
#include "services/budget/decimal.h"
#include "services/cli/sample/bureau.h"
#include "services/cli/sample/planting/planting.h"
#include "services/cli/sample/random.h"
#include "services/cli/sample/script.h"
#include "services/cli/sample/section_text.h"
#include "services/cli/sample/style.h"
#include "services/cli/sample/table_text.h"
#include "services/cli/sample/tables.h"
#include "services/cli/sample/text_style.h"
#include "services/cli/sample/wording.h"

namespace yuheng::cli {
namespace {

using budget::TableKind;

bool IsLeafRow(const budget::TableShape& shape, const budget::Row& row) {
  if (row.level == budget::RowLevel::kTotal) return false;
  switch (shape.row_space) {
    case budget::RowSpace::kLines:
      return shape.FindLine(row.side, row.code)->leaf();
    case budget::RowSpace::kFunction:
      return row.code.size() == 7;
    case budget::RowSpace::kEconomic:
      return row.code.size() == 5;
    case budget::RowSpace::kProject:
      return !row.project.empty();
  }
  return false;
}

std::vector<budget::AmountLine> LeavesOf(
    const budget::Form& form, const std::vector<budget::Table>& tables) {
  std::vector<budget::AmountLine> leaves;
  for (const budget::Table& table : tables) {
    const budget::TableShape& shape = form.Table(table.kind);
    for (const budget::Row& row : table.rows) {
      if (!IsLeafRow(shape, row)) continue;
      const auto& columns = shape.ColumnsOf(row.side);
      for (size_t c = 0; c < columns.size(); ++c) {
        if (!columns[c].leaf() || row.cells[c].amount_fen == 0) continue;
        leaves.push_back({{table.kind, row.side, row.Key(),
                           columns.size() == 1 ? "" : columns[c].key},
                          row.cells[c].amount_fen});
      }
    }
  }
  std::sort(leaves.begin(), leaves.end(),
            [](const budget::AmountLine& a, const budget::AmountLine& b) {
              return budget::FormatAddress(a.account) <
                     budget::FormatAddress(b.account);
            });
  return leaves;
}

bool Prints(const budget::Form& form, TableKind kind,
            absl::string_view column) {
  const budget::TableShape& shape = form.Table(kind);
  const int index = shape.ColumnIndex(budget::Side::kNone, column);
  return shape.columns[static_cast<size_t>(index)].presence ==
         budget::Presence::kPrinted;
}

// Another form than the standard one prints amounts in its own way.
void FitStyle(const budget::Form& form, Style* style) {
  style->unit_yuan = form.unit_fen == budget::kFenPerYuan;
  if (form.decimals_fixed) style->number = Style::Number::kFixedThousands;
}

struct Texts {
  std::string profile;
  std::string tables;  // The heading of their part alone.
  std::string narrative;
  std::string terms;
};

// All texts of a document; `words` by value, so that every call writes alike.
Texts WriteTexts(const Bureau& bureau, const TextStyle& style, Random words,
                 bool narrative, Script* script) {
  Wording wording(bureau, style, script, &words);
  Texts texts;
  texts.profile = ProfileText(bureau, &wording);
  texts.tables = PartTitle(bureau, Part::kTables, &wording);
  if (narrative) {
    texts.narrative = PartTitle(bureau, Part::kNarrative, &wording) +
                      TotalsSectionsText(bureau, &wording) +
                      GeneralSectionsText(bureau, &wording) +
                      DetailSectionsText(bureau, &wording, &words) +
                      AffairsSectionText(bureau, &wording, &words);
  } else {
    texts.narrative = BareSectionsText(bureau, &wording);
  }
  texts.terms = GlossaryText(bureau, &wording);
  return texts;
}

std::vector<StatedFigure> FiguresOf(const std::vector<Statement>& statements) {
  std::vector<StatedFigure> figures;
  for (const Statement& statement : statements) {
    if (statement.address.find('#') != std::string::npos) continue;
    // A blank cell states nothing.
    if (statement.address[0] == 'P' && statement.value == 0) continue;
    switch (statement.measure) {
      case Measure::kAmount:
        figures.push_back({statement.address, statement.value});
        break;
      case Measure::kPercent:
        figures.push_back({statement.address, statement.value * 10'000});
        break;
      case Measure::kCount:
        figures.push_back(
            {statement.address, statement.value * budget::kMicroPerOne});
        break;
      default:
        break;
    }
  }
  return figures;
}

// Whether a table still prints what was planted and not what stood there
// before: no error may undo another.
bool Shows(const budget::Form& form, const budget::Document& document,
           const PlantedError& error) {
  const auto address = budget::ParseCellAddress(form, error.address);
  // Texts take one edit a place; some errors are no other figure.
  if (!address.ok() || error.now.empty() || error.now == error.was) return true;
  for (const budget::Table& table : document.tables) {
    if (table.kind != address->table) continue;
    budget::Document alone;  // A table may be there twice.
    alone.tables.push_back(table);
    const budget::Cell* cell = budget::FindCell(form, alone, *address);
    if (cell == nullptr || cell->printed != error.was) return true;
  }
  return false;
}

std::vector<PlantedError> PlantedInto(const SampleOptions& options, int count,
                                      Planter* planter) {
  if (options.kind.empty()) return planter->PlantAny(count);
  std::vector<PlantedError> errors;
  for (int i = 0; i < count; ++i) {
    auto planted = planter->Plant(options.kind);
    if (planted.has_value()) errors.push_back(*std::move(planted));
  }
  return errors;
}

SampleDocument MakeSample(const SampleOptions& options, int index,
                          int error_count) {
  // Streams of their own keep the bureau, its look and its errors apart: more
  // errors change neither money nor layout.
  const uint64_t stream = static_cast<uint64_t>(index) * 4;
  Random money = Random::Stream(options.seed, stream);
  Random look = Random::Stream(options.seed, stream + 1);
  Random words = Random::Stream(options.seed, stream + 2);
  Random slips = Random::Stream(options.seed, stream + 3);
  const budget::Form& form =
      options.form == nullptr ? budget::StandardForm() : *options.form;
  const bool in_yuan = form.unit_fen == budget::kFenPerYuan;
  // What tables in 元 print exactly the texts round.
  const bool rounded = options.rounded || in_yuan;
  const Bureau bureau =
      MakeBureau({.index = index,
                  .fiscal_year = options.fiscal_year,
                  .grain_fen = rounded ? 1 : kPrintedFen,
                  .transfers = Prints(form, TableKind::kT2, "gen_up"),
                  .carried = Prints(form, TableKind::kT2, "carry_fiscal"),
                  .state_capital = form.Table(TableKind::kT9).printed},
                 &money);
  Style style = PickStyle(!rounded, &look);
  if (&form != &budget::StandardForm()) FitStyle(form, &style);
  TextStyle text_style =
      PickTextStyle({.exact = !rounded,
                     .alone = bureau.subordinate_units.empty(),
                     .yuan = style.unit_yuan},
                    &look);
  style.entity = text_style.entity;
  text_style.state_capital_table = form.Table(TableKind::kT9).printed;
  text_style.project_table = form.Table(TableKind::kT7).printed;

  SampleDocument sample;
  sample.code = bureau.code;
  sample.name = bureau.name;
  sample.aliases = {bureau.name + "本级"};
  sample.kind = bureau.kind->id;
  sample.units.push_back({bureau.code + "001", bureau.name + "本级"});
  for (size_t i = 0; i < bureau.subordinate_units.size(); ++i) {
    sample.units.push_back(
        {absl::StrCat(bureau.code, "00", i + 2), bureau.subordinate_units[i]});
  }
  budget::Document& document = sample.document;
  document.department = bureau.name;
  document.fiscal_year = options.fiscal_year;
  document.kind = budget::DocumentKind::kDepartmentBudget;
  document.role = budget::DocumentRole::kDepartment;
  if (&form != &budget::StandardForm()) document.form = form.id;
  document.tables = MakeTables(form, bureau);
  for (budget::Table& table : document.tables) {
    ApplyStyle(style, form.Table(table.kind), &table);
  }
  // What the texts state without an error is what errors are planted into.
  Script statements;
  WriteTexts(bureau, text_style, words, options.narrative, &statements);
  sample.stated = FiguresOf(statements.statements());
  Planter planter(form, style, bureau, statements.statements(),
                  &document.tables, &slips);
  sample.planted = PlantedInto(options, error_count, &planter);
  for (const PlantedError& error : sample.planted) {
    YUHENG_CHECK(Shows(form, document, error));
  }
  sample.leaves = LeavesOf(form, document.tables);

  Script script(planter.edits());
  Texts texts =
      WriteTexts(bureau, text_style, words, options.narrative, &script);
  texts.tables += TablesText(form, style, document.tables, &look);
  if (style.byte_order_mark) sample.text = "\xEF\xBB\xBF";
  sample.text += texts.profile;
  if (!text_style.tables_last) sample.text += texts.tables;
  sample.text += texts.narrative + texts.terms;
  if (text_style.tables_last) sample.text += texts.tables;
  return sample;
}

std::string JsonString(const std::string& text) {
  return "\"" +
         absl::StrReplaceAll(text,
                             {{"\\", "\\\\"}, {"\"", "\\\""}, {"\n", "\\n"}}) +
         "\"";
}

std::string JsonStrings(const std::vector<std::string>& texts) {
  std::vector<std::string> strings;
  for (const std::string& text : texts) strings.push_back(JsonString(text));
  return "[" + absl::StrJoin(strings, ",") + "]";
}

}  // namespace

std::vector<SampleDocument> GenerateSamples(const SampleOptions& options) {
  const int count = options.departments;
  YUHENG_CHECK(count >= 1 && options.first_department >= 0 &&
               options.first_department + count <= kSampleDepartmentsMax);
  YUHENG_CHECK(options.errors >= 0 &&
               options.errors <= count * kSampleErrorsPerDocumentMax);
  std::vector<int> order(count);
  for (int i = 0; i < count; ++i) order[i] = i;
  Random random(options.seed);
  random.Shuffle(&order);
  std::vector<int> errors(count, options.errors / count);
  for (int i = 0; i < options.errors % count; ++i) ++errors[order[i]];

  std::vector<SampleDocument> samples;
  samples.reserve(count);
  for (int i = 0; i < count; ++i) {
    samples.push_back(
        MakeSample(options, options.first_department + i, errors[i]));
  }
  return samples;
}

std::string SampleFileName(const SampleDocument& sample) {
  return sample.code + "-" + sample.name + ".txt";
}

std::string PlantedFileName(const SampleDocument& sample) {
  return SampleFileName(sample) + ".planted.json";
}

std::string PlantedJson(const SampleDocument& sample) {
  std::vector<std::string> errors;
  for (const PlantedError& error : sample.planted) {
    errors.push_back("{\"kind\":" + JsonString(error.kind) +
                     ",\"rules\":" + JsonStrings(error.rules) +
                     ",\"address\":" + JsonString(error.address) +
                     ",\"was\":" + JsonString(error.was) +
                     ",\"now\":" + JsonString(error.now) +
                     ",\"table\":" + JsonString(error.table) +
                     ",\"seenAt\":" + JsonStrings(error.seen_at) + "}");
  }
  return "{\"errors\":[" + absl::StrJoin(errors, ",") + "]}\n";
}

std::string DepartmentsCsv(const std::vector<SampleDocument>& samples) {
  std::string csv = "code,name,aliases,kind,units\n";
  for (const SampleDocument& sample : samples) {
    std::vector<std::string> units;
    for (const SampleUnit& unit : sample.units) {
      units.push_back(unit.code + ":" + unit.name);
    }
    csv += sample.code + "," + sample.name + "," +
           absl::StrJoin(sample.aliases, "|") + "," + sample.kind + "," +
           absl::StrJoin(units, "|") + "\n";
  }
  return csv;
}

}  // namespace yuheng::cli
