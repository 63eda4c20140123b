#include "services/budget/regional_form.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/budget/check.h"
#include "services/budget/data_files.h"
#include "services/budget/text_proto.h"
#include "yuheng/budget/v1/regional_form.pb.h"

namespace yuheng::budget {
namespace {

constexpr absl::string_view kFilePrefix = "regional_";

template <typename Part>
Part* FindKey(std::vector<Part>& parts, absl::string_view key) {
  for (Part& part : parts) {
    if (part.key == key) return &part;
  }
  return nullptr;
}

Line* FindLine(TableShape& shape, Side side, absl::string_view key) {
  return const_cast<Line*>(std::as_const(shape).FindLine(side, key));
}

bool HasLinesOf(const v1::RegionalTable& message, Side side) {
  return std::any_of(message.lines().begin(), message.lines().end(),
                     [side](const v1::RegionalLine& line) {
                       return static_cast<Side>(line.side()) == side;
                     });
}

// One table: first what the form does with each column and line of the standard
// one, then how it lays them out.
class TableMaker {
 public:
  TableMaker(const TableShape& standard, const v1::RegionalTable& message)
      : standard_(standard), message_(message), shape_(standard) {}

  absl::Status Make() {
    shape_.label = message_.label();
    if (!message_.title().empty()) shape_.title = message_.title();
    if (!message_.title_stem().empty()) {
      shape_.title_stem = message_.title_stem();
    }
    absl::Status status = PlaceColumns();
    if (status.ok()) status = PlaceLines();
    for (const std::string& key : message_.outside()) {
      if (status.ok() && !LeaveOutside(key)) {
        status = Error(absl::StrCat(key, " is printed, or is nothing at all"));
      }
    }
    if (status.ok()) status = LayOut();
    return status;
  }

  // With the columns of documents.
  const TableShape& shape() const { return shape_; }
  const TableShape& on_paper() const { return on_paper_; }

 private:
  absl::Status Error(absl::string_view what) const {
    return absl::InvalidArgumentError(
        absl::StrCat("table ", message_.label(), ": ", what));
  }

  template <typename Part>
  static void Name(absl::string_view printed,
                   const google::protobuf::RepeatedPtrField<std::string>& also,
                   std::string* name, Part* part) {
    part->presence = Presence::kPrinted;
    if (!printed.empty() && printed != *name) {
      part->aliases.push_back(std::exchange(*name, std::string(printed)));
    }
    part->aliases.insert(part->aliases.end(), also.begin(), also.end());
  }

  template <typename Part>
  static bool Hold(absl::string_view holder, Part* part) {
    if (part == nullptr || part->presence != Presence::kUntold) return false;
    part->presence = Presence::kWithin;
    part->within = std::string(holder);
    return true;
  }

  absl::Status PlaceColumns() {
    if (message_.columns().empty()) return absl::OkStatus();
    for (Column& column : shape_.columns) column.presence = Presence::kUntold;
    for (const v1::RegionalColumn& each : message_.columns()) {
      Column* column = FindKey(shape_.columns, each.key());
      if (column == nullptr || column->presence == Presence::kPrinted) {
        return Error(
            absl::StrCat("column ", each.key(), " is none, or stands twice"));
      }
      // A column with a heading of its own stands alone.
      if (!each.heading().empty()) column->group.clear();
      Name(each.heading(), each.aliases(), &column->heading, column);
    }
    for (const v1::RegionalColumn& each : message_.columns()) {
      for (const std::string& held : each.holds()) {
        if (!Hold(each.key(), FindKey(shape_.columns, held))) {
          return Error(absl::StrCat(each.key(), " can't hold ", held));
        }
      }
    }
    return absl::OkStatus();
  }

  absl::Status PlaceLines() {
    for (Line& line : shape_.lines) {
      if (HasLinesOf(message_, line.side)) line.presence = Presence::kUntold;
    }
    for (const v1::RegionalLine& each : message_.lines()) {
      Line* line = FindLine(shape_, static_cast<Side>(each.side()), each.key());
      if (line == nullptr || line->presence == Presence::kPrinted) {
        return Error(
            absl::StrCat("line ", each.key(), " is none, or stands twice"));
      }
      Name(each.label(), each.aliases(), &line->label, line);
    }
    for (const v1::RegionalLine& each : message_.lines()) {
      for (const std::string& held : each.holds()) {
        if (!Hold(each.key(),
                  FindLine(shape_, static_cast<Side>(each.side()), held))) {
          return Error(absl::StrCat(each.key(), " can't hold ", held));
        }
      }
    }
    return absl::OkStatus();
  }

  // A sum and what it is the sum of.
  bool LeaveOutside(absl::string_view key) {
    bool any = false;
    if (Column* column = FindKey(shape_.columns, key);
        column != nullptr && column->presence == Presence::kUntold) {
      any = true;
      column->presence = Presence::kOutside;
      for (const int part : column->parts) {
        LeaveOutside(shape_.columns[part].key);
      }
    }
    for (size_t i = 0; i < shape_.lines.size(); ++i) {
      Line& line = shape_.lines[i];
      if (line.key != key || line.presence != Presence::kUntold) continue;
      any = true;
      line.presence = Presence::kOutside;
      for (const std::string& part : line.parts) LeaveOutside(part);
    }
    return any;
  }

  absl::Status LayOut() {
    on_paper_ = shape_;
    on_paper_.columns.clear();
    if (message_.columns().empty()) {
      for (const Column& column : shape_.columns) AddColumn(column);
    } else {
      for (const v1::RegionalColumn& each : message_.columns()) {
        AddColumn(*FindKey(shape_.columns, each.key()));
      }
    }
    for (size_t i = 0; i < on_paper_.columns.size(); ++i) {
      const int own = on_paper_.document_columns[i];
      std::vector<int> parts;
      for (const int part : shape_.columns[own].parts) {
        AppendColumns(part, &parts);
      }
      for (int& part : parts) {
        const auto at = std::find(on_paper_.document_columns.begin(),
                                  on_paper_.document_columns.end(), part);
        part = static_cast<int>(at - on_paper_.document_columns.begin());
        if (part <= static_cast<int>(i)) {
          return Error(absl::StrCat("column ", shape_.columns[own].key,
                                    " stands behind a part of it"));
        }
      }
      on_paper_.columns[i].parts = std::move(parts);
    }
    on_paper_.cells_per_row = standard_.cells_per_row -
                              static_cast<int>(standard_.columns.size()) +
                              static_cast<int>(on_paper_.columns.size());
    LayOutLines();
    return absl::OkStatus();
  }

  void AddColumn(const Column& column) {
    on_paper_.columns.push_back(column);
    on_paper_.document_columns.push_back(
        static_cast<int>(&column - shape_.columns.data()));
  }

  // The printed columns that a column of the standard form is the sum of.
  void AppendColumns(int index, std::vector<int>* columns) const {
    const Column& column = shape_.columns[index];
    if (column.presence == Presence::kPrinted) {
      columns->push_back(index);
    } else if (column.presence == Presence::kUntold) {
      for (const int part : column.parts) AppendColumns(part, columns);
    }
  }

  void LayOutLines() {
    on_paper_.lines.clear();
    for (const Side side : {Side::kNone, Side::kIncome, Side::kExpenditure}) {
      if (HasLinesOf(message_, side)) {
        for (const v1::RegionalLine& each : message_.lines()) {
          if (static_cast<Side>(each.side()) == side) {
            on_paper_.lines.push_back(*FindLine(shape_, side, each.key()));
          }
        }
        continue;
      }
      for (const Line& line : shape_.lines) {
        if (line.side == side) on_paper_.lines.push_back(line);
      }
    }
    for (Line& line : on_paper_.lines) {
      std::vector<std::string> parts;
      for (const std::string& part : line.parts) {
        AppendLines(line.side, part, &parts);
      }
      line.parts = std::move(parts);
    }
  }

  void AppendLines(Side side, absl::string_view key,
                   std::vector<std::string>* lines) const {
    const Line& line = *shape_.FindLine(side, key);
    if (line.presence == Presence::kPrinted) {
      lines->push_back(line.key);
    } else if (line.presence == Presence::kUntold) {
      for (const std::string& part : line.parts) AppendLines(side, part, lines);
    }
  }

  const TableShape& standard_;
  const v1::RegionalTable& message_;
  TableShape shape_;
  TableShape on_paper_;
};

}  // namespace

absl::StatusOr<Form> ParseRegionalForm(const Form& standard,
                                       absl::string_view textproto) {
  v1::RegionalForm message;
  const absl::Status parsed = ParseTextProto(textproto, &message);
  if (!parsed.ok()) return parsed;
  if (message.id().empty() || message.name().zh().empty() ||
      message.name().en().empty() || message.tables().empty()) {
    return absl::InvalidArgumentError("a form has an id, a name and tables");
  }
  Form form = standard;
  form.id = message.id();
  form.name = {message.name().zh(), message.name().en()};
  form.region = message.region();
  form.first_year = message.first_year();
  form.last_year = message.last_year();
  form.unit_fen = message.unit_fen();
  form.decimals_fixed = message.decimals_fixed();
  form.order.clear();
  for (TableShape& shape : form.tables) {
    shape.printed = false;
    shape.label.clear();
  }
  for (const int kind : message.outside()) {
    if (kind == v1::TABLE_KIND_UNSPECIFIED) {
      return absl::InvalidArgumentError("outside: a table without a kind");
    }
    form.tables[static_cast<size_t>(kind) - 1].outside = true;
  }
  Form on_paper = form;
  for (const v1::RegionalTable& table : message.tables()) {
    const auto index = static_cast<size_t>(table.kind()) - 1;
    if (table.kind() == v1::TABLE_KIND_UNSPECIFIED || table.label().empty() ||
        form.tables[index].printed || form.tables[index].outside) {
      return absl::InvalidArgumentError(absl::StrCat(
          "table ", table.label(),
          ": it has no kind or no label, stands twice or is outside"));
    }
    TableMaker maker(standard.tables[index], table);
    const absl::Status made = maker.Make();
    if (!made.ok()) return made;
    form.tables[index] = maker.shape();
    on_paper.tables[index] = maker.on_paper();
    form.order.push_back(static_cast<TableKind>(table.kind()));
  }
  on_paper.order = form.order;
  form.on_paper = std::make_shared<const Form>(std::move(on_paper));
  return form;
}

const std::vector<const Form*>& Forms() {
  static const auto* const forms = [] {
    auto* all = new std::vector<const Form*>{&StandardForm()};
    for (const EmbeddedFile& file : data::Files()) {
      if (!absl::StartsWith(file.name, kFilePrefix)) continue;
      auto parsed = ParseRegionalForm(StandardForm(), file.content);
      YUHENG_CHECK(parsed.ok());
      all->push_back(new Form(*std::move(parsed)));
    }
    std::sort(all->begin() + 1, all->end(),
              [](const Form* a, const Form* b) { return a->id < b->id; });
    return all;
  }();
  return *forms;
}

const Form* FindForm(absl::string_view id) {
  for (const Form* form : Forms()) {
    if (form->id == id) return form;
  }
  return nullptr;
}

std::string FormIds() {
  std::string ids;
  for (const Form* form : Forms()) {
    absl::StrAppend(&ids, ids.empty() ? "" : ", ", form->id);
  }
  return ids;
}

const Form& FormOf(const Document& document) {
  if (document.form.empty()) return StandardForm();
  const Form* form = FindForm(document.form);
  return form == nullptr ? StandardForm() : *form;
}

Text NumberedTable(const TableShape& shape) {
  const std::string number = absl::StrCat(shape.number);
  const Text name = Message("finding.table", {{"number", number}});
  if (shape.label.empty() || shape.label == number) return name;
  return Message("finding.table_printed",
                 {{"table", name}, {"label", shape.label}});
}

}  // namespace yuheng::budget
