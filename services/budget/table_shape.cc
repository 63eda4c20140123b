#include "services/budget/table_shape.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/text_format.h"
#include "services/budget/check.h"
#include "services/budget/data_files.h"
#include "services/budget/text_proto.h"
#include "yuheng/budget/v1/table_shape.pb.h"

namespace yuheng::budget {
namespace {

absl::Status FormError(const v1::TableShape& table, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("table ", table.number(), " (", table.title(), "): ", what));
}

absl::StatusOr<std::vector<Column>> ReadColumns(
    const v1::TableShape& table,
    const google::protobuf::RepeatedPtrField<v1::Column>& messages) {
  std::vector<Column> columns;
  const auto index_of = [&](absl::string_view key) {
    for (int i = 0; i < messages.size(); ++i) {
      if (messages[i].key() == key) return i;
    }
    return -1;
  };
  for (int i = 0; i < messages.size(); ++i) {
    const v1::Column& message = messages[i];
    Column column{message.key(),
                  message.heading(),
                  message.heading_en(),
                  {},
                  message.group(),
                  {message.aliases().begin(), message.aliases().end()}};
    if (message.key().empty() || index_of(message.key()) != i) {
      return FormError(table, "a column key is empty or stands twice");
    }
    for (const std::string& part : message.parts()) {
      const int index = index_of(part);
      // A sum stands left of its parts in every form we know; this also
      // excludes cycles.
      if (index <= i) {
        return FormError(table,
                         absl::StrCat("column ", column.key,
                                      ": unknown or earlier part ", part));
      }
      column.parts.push_back(index);
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

absl::Status CheckLineParts(const v1::TableShape& message,
                            const TableShape& shape) {
  for (const Line& line : shape.lines) {
    std::set<std::string> on_path;
    const std::function<bool(const Line&)> acyclic = [&](const Line& at) {
      if (!on_path.insert(at.key).second) return false;
      for (const std::string& part : at.parts) {
        const Line* child = shape.FindLine(at.side, part);
        if (child == nullptr || !acyclic(*child)) return false;
      }
      on_path.erase(at.key);
      return true;
    };
    if (!acyclic(line)) {
      return FormError(message, absl::StrCat("line ", line.key,
                                             ": unknown part or a cycle"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<TableShape> ReadShape(const v1::TableShape& message) {
  TableShape shape;
  shape.kind = static_cast<TableKind>(message.kind());
  shape.number = message.number();
  shape.label = absl::StrCat(message.number());
  shape.title_stem = message.title_stem();
  shape.title = message.title();
  shape.title_en = message.title_en();
  shape.row_space = static_cast<RowSpace>(message.row_space());
  shape.cells_per_row = message.cells_per_row();
  auto columns = ReadColumns(message, message.columns());
  if (!columns.ok()) return columns.status();
  auto income_columns = ReadColumns(message, message.income_columns());
  if (!income_columns.ok()) return income_columns.status();
  shape.columns = *std::move(columns);
  shape.income_columns = *std::move(income_columns);
  for (const v1::Line& line : message.lines()) {
    const Side side = static_cast<Side>(line.side());
    if (line.key().empty() || shape.FindLine(side, line.key()) != nullptr) {
      return FormError(message, "a line key is empty or stands twice");
    }
    shape.lines.push_back({line.key(),
                           line.label(),
                           line.label_en(),
                           side,
                           {line.parts().begin(), line.parts().end()},
                           {line.aliases().begin(), line.aliases().end()}});
  }
  if (shape.columns.empty() || shape.coded() != shape.lines.empty()) {
    return FormError(message, "columns or lines are missing");
  }
  const absl::Status parts = CheckLineParts(message, shape);
  if (!parts.ok()) return parts;
  return shape;
}

}  // namespace

int TableShape::ColumnIndex(Side side, absl::string_view key) const {
  const std::vector<Column>& all = ColumnsOf(side);
  for (size_t i = 0; i < all.size(); ++i) {
    if (all[i].key == key) return static_cast<int>(i);
  }
  return -1;
}

const Line* TableShape::FindLine(Side side, absl::string_view key) const {
  for (const Line& line : lines) {
    if (line.side == side && line.key == key) return &line;
  }
  return nullptr;
}

const TableShape& Form::Table(TableKind kind) const {
  YUHENG_CHECK(kind != TableKind::kNone);
  return tables[static_cast<size_t>(kind) - 1];
}

absl::StatusOr<Form> ParseForm(absl::string_view textproto) {
  v1::Form message;
  const absl::Status parsed = ParseTextProto(textproto, &message);
  if (!parsed.ok()) return parsed;
  Form form;
  form.id = message.id();
  form.first_year = message.first_year();
  form.last_year = message.last_year();
  form.name = {message.name().zh(), message.name().en()};
  for (const v1::TableShape& table : message.tables()) {
    auto shape = ReadShape(table);
    if (!shape.ok()) return shape.status();
    if (static_cast<int>(shape->kind) !=
        static_cast<int>(form.tables.size()) + 1) {
      return FormError(table, "the tables are not T1 to T10 in order");
    }
    form.order.push_back(shape->kind);
    form.tables.push_back(*std::move(shape));
  }
  if (form.tables.size() != kTableCount) {
    return absl::InvalidArgumentError("a form has the ten tables T1 to T10");
  }
  return form;
}

const Form& StandardForm() {
  static const Form* const form = [] {
    for (const EmbeddedFile& file : data::Files()) {
      if (file.name != "form_xinjiang_2023.textproto") continue;
      auto parsed = ParseForm(file.content);
      YUHENG_CHECK(parsed.ok());
      return new Form(*std::move(parsed));
    }
    return static_cast<Form*>(nullptr);
  }();
  YUHENG_CHECK(form != nullptr);
  return *form;
}

}  // namespace yuheng::budget
