#include "services/cli/sample/table_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/budget/decimal.h"
#include "services/budget/table_shape.h"

namespace yuheng::cli {
namespace {

using budget::Row;
using budget::RowLevel;
using budget::Side;
using budget::Table;
using budget::TableKind;

constexpr char kIdeographicSpace[] = "\xE3\x80\x80";

class Printer {
 public:
  Printer(const budget::Form& form, const Style& style, Random* random)
      : form_(form), style_(style), random_(*random) {}

  std::string Print(const Table& table) {
    out_.clear();
    const std::string number = Number(table);
    const bool inside = style_.titles_inside && (table.kind == TableKind::kT5 ||
                                                 table.kind == TableKind::kT6 ||
                                                 table.kind == TableKind::kT7);
    if (table.kind == TableKind::kT9 && style_.titles_inside) {
      TitleOfT9(table);
    } else if (inside) {
      out_ += "表" + number + "\n\n";
      AddRow({Title(table)});
      AddRow({Prepared(table), "", "      ", Unit(table)});
    } else {
      out_ += "表" + number + "\n\n" + Title(table) + "\n\n" + Prepared(table) +
              std::string(38, ' ') + Unit(table) + "\n";
    }
    if (form_.on_paper == nullptr) {
      Body(table);
    } else {
      FormBody(OnPaper(table));
    }
    out_ += "\n";
    if (!table.nil_statement.empty()) {
      out_ += "\n" + table.nil_statement + "\n\n";
    }
    return std::move(out_);
  }

 private:
  static std::string Number(const Table& table) {
    return table.printed_number != 0 ? std::to_string(table.printed_number)
                                     : table.printed_label;
  }

  // Of its line among those of the form.
  static size_t PlaceOf(const budget::TableShape& shape, const Row& row) {
    size_t place = 0;
    while (place < shape.lines.size() && (shape.lines[place].side != row.side ||
                                          shape.lines[place].key != row.code)) {
      ++place;
    }
    return place;
  }

  // With the rows and cells that the form prints, in its order. Errors may have
  // given a row another number of them: then they stay.
  Table OnPaper(const Table& table) const {
    const budget::TableShape& shape = form_.OnPaper().Table(table.kind);
    const std::vector<int>& columns = shape.document_columns;
    const size_t width = form_.Table(table.kind).columns.size();
    Table printed = table;
    if (!shape.coded()) {
      std::stable_sort(printed.rows.begin(), printed.rows.end(),
                       [&](const Row& a, const Row& b) {
                         return PlaceOf(shape, a) < PlaceOf(shape, b);
                       });
    }
    for (Row& row : printed.rows) {
      if (row.side == Side::kIncome || row.cells.size() != width) continue;
      std::vector<budget::Cell> cells;
      for (const int column : columns) cells.push_back(row.cells[column]);
      row.cells = std::move(cells);
    }
    return printed;
  }

  // The headings and rows of a table as another form than the standard one has
  // them.
  void FormBody(const Table& table) {
    const budget::TableShape& shape = form_.OnPaper().Table(table.kind);
    std::vector<std::string> amounts;
    for (const budget::Column& column : shape.columns) {
      amounts.push_back(column.heading);
    }
    const auto add = [&](std::vector<std::string> cells) {
      cells.insert(cells.end(), amounts.begin(), amounts.end());
      AddRow(cells);
    };
    size_t codes = 3;
    switch (shape.row_space) {
      case budget::RowSpace::kLines:
        if (shape.two_sided()) {
          add({"项     目", shape.income_columns.front().heading, "功能分类"});
          return Sides(table, amounts.size());
        }
        add({"三公支出内容"});
        return Three(table);
      case budget::RowSpace::kEconomic:
        codes = 2;
        add({"经济分类科目编码", "经济分类科目名称"});
        break;
      case budget::RowSpace::kFunction:
        add({"功能分类科目编码", "功能分类科目名称"});
        break;
      case budget::RowSpace::kProject:
        add({"功能分类科目编码", "科目名称", "项目名称"});
        break;
    }
    std::vector<std::string> second(static_cast<size_t>(shape.cells_per_row));
    second[0] = "类";
    second[1] = "款";
    if (codes > 2) second[2] = "项";
    AddRow(second);
    Coded(table, codes, amounts.size());
  }

  void AddRow(const std::vector<std::string>& cells) { out_ += RowText(cells); }

  std::string Prepared(const Table& table) const {
    return "编制" + style_.entity + "：" + table.prepared_by;
  }
  // 单位收支总体情况表 for 部门收支总体情况表.
  std::string Title(const Table& table) const {
    absl::string_view rest = table.title;
    return absl::ConsumePrefix(&rest, "部门")
               ? style_.entity + std::string(rest)
               : table.title;
  }
  static std::string Unit(const Table& table) {
    if (table.unit_fen == 0) return "";
    return table.unit_fen == budget::kFenPerYuan ? "单位：元" : "单位：万元";
  }

  void TitleOfT9(const Table& table) {
    AddRow({"表" + Number(table), "", "", "", "", ""});
    AddRow({"", Title(table)});
    AddRow({Prepared(table), "", Unit(table), ""});
  }

  // A cell that nobody filled in.
  std::string Blank() {
    switch (style_.blank) {
      case Style::Blank::kEmpty:
        return "";
      case Style::Blank::kIdeographic:
        return kIdeographicSpace;
      case Style::Blank::kMixed:
        return random_.OneIn(2) ? "" : kIdeographicSpace;
    }
    return "";
  }

  std::string Amount(const budget::Cell& cell) {
    if (cell.printed.empty()) return Blank();
    return style_.amounts_padded && random_.Percent(70)
               ? cell.printed + kIdeographicSpace
               : cell.printed;
  }

  void AppendAmounts(const Row* row, size_t count,
                     std::vector<std::string>* cells) {
    // A row may have lost or gained a cell.
    if (row != nullptr) count = row->cells.size();
    for (size_t i = 0; i < count; ++i) {
      cells->push_back(row == nullptr ? Blank() : Amount(row->cells[i]));
    }
  }

  std::string Label(const std::string& text) const {
    if (!style_.brackets_narrow) return text;
    return absl::StrReplaceAll(text, {{"（", "("}, {"）", ")"}});
  }

  std::string ClassLabel(const Row& row) const {
    const bool tight = style_.codes_tight || row.code == "210" ||
                       row.code == "224" || row.code == "230";
    return row.code + (tight ? "" : " ") + row.name;
  }

  void Body(const Table& table) {
    switch (table.kind) {
      case TableKind::kT1:
        AddRow({"收     入", "支     出"});
        AddRow({"项     目", "预算数", "功能分类", "预算数"});
        return Sides(table, 1);
      case TableKind::kT2:
        HeadingOfT2();
        return Coded(table, 3, 12);
      case TableKind::kT3:
        AddRow({"项    目", "支出预算"});
        return FunctionTable(table);
      case TableKind::kT4:
        AddRow({"财政拨款收入", "财政拨款支出"});
        AddRow({"项    目", "合  计", "功  能  分  类", "合 计", "一般公共预算",
                "政府性基金预算", "国有资本经营预算"});
        return Sides(table, 4);
      case TableKind::kT5:
        AddRow({"项   目", "一般公共预算支出"});
        return FunctionTable(table);
      case TableKind::kT6:
        AddRow({"项目", "一般公共预算基本支出"});
        AddRow({"经济分类科目编码", "经济分类科目名称", "合  计", "人员经费",
                "公用经费"});
        AddRow({"类", "款", "", "", "", ""});
        return Coded(table, 2, 3);
      case TableKind::kT7:
        HeadingOfT7();
        return Coded(table, 3, 11);
      case TableKind::kT8:
        AddRow({"项  目", "政府性基金预算支出"});
        return FunctionTable(table);
      case TableKind::kT9:
        AddRow({"项目", "国有资本经营预算支出"});
        return FunctionTable(table);
      case TableKind::kT10:
        AddRow({"三公支出内容", "合计", "资金来源"});
        AddRow({"", "", "一般公共预算", "政府性基金", "国有资本经营预算"});
        return Three(table);
      case TableKind::kNone:
        return;
    }
  }

  void HeadingOfT2() {
    AddRow({"功能分类科目编码", "功能分类科目名称", "总  计",
            "财  政  拨  款  (  补  助  )", "财政专户（教育收费）", "单位资金",
            "财政拨款结转", "非财政拨款结转结余"});
    AddRow({"类", "款", "项", "", "", "财政拨款(补助)小计", "一般公共预算",
            "上级一般公共预算安排的转移支付", "政府性基金预算",
            "上级政府性基金安排的转移支付", "国有资本经营预算",
            "上级国有资本经营预算安排的转移支付", "", "", "", ""});
  }

  void HeadingOfT7() {
    AddRow({"科 目 编 码", style_.cells_split ? "科目\n\n名称" : "科目名称",
            "项目名称", "项目支出合计", "工资福利支出", "商品和服务支出",
            "对个人和家庭的补助", "债务利息及费用支出",
            "资本性支出（基本建设）", "资本性支出", "对企业补助（基本建设）",
            "对企业补助", "对社会保障基金补助", "其他支出"});
    std::vector<std::string> second(16);
    second[0] = "类";
    second[1] = "款";
    second[2] = "项";
    AddRow(second);
  }

  // The two lower heading rows and the body of T3, T5, T8 and T9.
  void FunctionTable(const Table& table) {
    AddRow({"功能分类科目编码", "功能分类科目名称", "合  计", "基本支出",
            "项目支出"});
    AddRow({"类", "款", "项", "", "", "", ""});
    Coded(table, 3, 3);
  }

  // Rows with `code_cells` code cells, a name (and a project name in T7), and
  // `amounts` amount cells.
  void Coded(const Table& table, size_t code_cells, size_t amounts) {
    const bool projects = table.kind == TableKind::kT7;
    for (const Row& row : table.rows) {
      if (row.level == RowLevel::kTotal) {
        Fillers(table, code_cells + 1 + amounts);
        std::vector<std::string> cells(code_cells + (projects ? 1 : 0));
        cells.push_back(style_.total_label);
        AppendAmounts(&row, amounts, &cells);
        AddRow(cells);
        continue;
      }
      std::vector<std::string> cells(code_cells);
      cells[0] = row.code.substr(0, 3);
      for (size_t i = 1; i < code_cells && row.code.size() >= 3 + 2 * i; ++i) {
        cells[i] = row.code.substr(1 + 2 * i, 2);
      }
      cells.push_back(Label(row.name));
      if (projects) cells.push_back(row.project);
      AppendAmounts(&row, amounts, &cells);
      AddRow(cells);
    }
  }

  void Fillers(const Table& table, size_t cells) {
    if (table.kind != TableKind::kT5 && table.kind != TableKind::kT8 &&
        table.kind != TableKind::kT9) {
      return;
    }
    for (int i = 0; i < style_.filler_rows; ++i) {
      std::vector<std::string> row(4);
      while (row.size() < cells) row.push_back(Blank());
      AddRow(row);
    }
  }

  // T1 and T4: income lines left, function classes with `amounts` amounts
  // right.
  void Sides(const Table& table, size_t amounts) {
    std::vector<const Row*> left;
    std::vector<const Row*> right;
    const Row* totals[2] = {nullptr, nullptr};
    for (const Row& row : table.rows) {
      const bool income = row.side == Side::kIncome;
      if (row.level == RowLevel::kTotal) {
        totals[income ? 0 : 1] = &row;
      } else {
        (income ? left : right).push_back(&row);
      }
    }
    for (size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
      std::vector<std::string> cells;
      const Row* income = i < left.size() ? left[i] : nullptr;
      const Row* expenditure = i < right.size() ? right[i] : nullptr;
      cells.push_back(income == nullptr ? "" : IncomeLabel(table, *income));
      AppendAmounts(income, 1, &cells);
      cells.push_back(expenditure == nullptr ? "" : ClassLabel(*expenditure));
      AppendAmounts(expenditure, amounts, &cells);
      AddRow(cells);
    }
    AddRow(std::vector<std::string>(3 + amounts));
    std::vector<std::string> cells = {"收  入  总  计"};
    AppendAmounts(totals[0], 1, &cells);
    cells.push_back("支  出  总  计");
    AppendAmounts(totals[1], amounts, &cells);
    if (amounts > 1 && style_.total_surplus_cell) {
      cells.push_back(kIdeographicSpace);
    }
    AddRow(cells);
  }

  std::string IncomeLabel(const Table& table, const Row& row) const {
    if (table.kind == TableKind::kT4) {
      if (row.code == "gen") return " " + row.name;
      return row.code == "fiscal" ? Label(row.name) : "   " + row.name;
    }
    // An empty paragraph behind a label, as some forms have it.
    if (style_.cells_split && row.code == "fund") return row.name + "\n";
    return Label(row.name);
  }

  void Three(const Table& table) {
    for (const Row& row : table.rows) {
      std::string label = Label(row.name);
      if (row.code == "car" && style_.cells_split) {
        label = "公务用车购置及运行费\n\n" + Label("（小计）");
      }
      std::vector<std::string> cells = {label};
      AppendAmounts(&row, 4, &cells);
      AddRow(cells);
    }
  }

  const budget::Form& form_;
  const Style& style_;
  Random& random_;
  std::string out_;
};

}  // namespace

std::string RowText(const std::vector<std::string>& cells) {
  std::string text;
  for (const std::string& cell : cells) text += "\t" + cell + "\n";
  return text + "\n";
}

std::string TablesText(const budget::Form& form, const Style& style,
                       const std::vector<Table>& tables, Random* random) {
  std::string text;
  Printer printer(form, style, random);
  for (const Table& table : tables) text += printer.Print(table);
  return text;
}

}  // namespace yuheng::cli
