#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/fault/history/check.h"

namespace yuheng::fault {
namespace {

using Entries = std::vector<const LedgerEntry*>;

// Ascending by revision; of all departments when it is empty.
Entries EntriesOf(const History& history, const std::string& department) {
  Entries entries;
  for (const LedgerEntry& entry : history.entries) {
    if (department.empty() || entry.department == department) {
      entries.push_back(&entry);
    }
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const LedgerEntry* a, const LedgerEntry* b) {
                     return a->revision < b->revision;
                   });
  return entries;
}

// The first entry after a revision; nullptr when there is none.
const LedgerEntry* FirstAfter(const Entries& entries, int64_t revision) {
  const auto it =
      std::upper_bound(entries.begin(), entries.end(), revision,
                       [](int64_t before, const LedgerEntry* entry) {
                         return before < entry->revision;
                       });
  return it == entries.end() ? nullptr : *it;
}

// One stream as its reader follows it: up to which revision all was heard.
struct Stream {
  Entries entries;
  int64_t newest_revision = 0;  // Of any ledger.
  int64_t revision = 0;
};

void See(const EntryMessage& message, Stream* stream, Violations* found) {
  const auto report = [&](const char* property, const std::string& what) {
    found->push_back(
        {property, absl::StrCat("stream ", message.stream, " at revision ",
                                message.revision, ": ", what)});
  };
  if (message.kind == WatchKind::kOpened) {
    stream->revision = message.revision;
    return;
  }
  const std::string after = absl::StrCat("after ", stream->revision);
  const LedgerEntry* const next = FirstAfter(stream->entries, stream->revision);
  if (message.kind == WatchKind::kProgress) {
    if (message.revision < stream->revision) {
      report("progress_dishonest", after);
    } else if (message.revision > stream->newest_revision) {
      report("progress_dishonest",
             absl::StrCat("the newest is ", stream->newest_revision));
    } else if (next != nullptr && next->revision <= message.revision) {
      report("progress_dishonest",
             absl::StrCat("revision ", next->revision, " was not told before"));
    }
  } else if (message.revision <= stream->revision) {
    report("entries_order", after);
  } else if (next != nullptr && next->revision < message.revision) {
    report("entries_skipped",
           absl::StrCat("revision ", next->revision, " was not told"));
  } else if (next == nullptr || next->revision > message.revision ||
             next->hash != message.hash) {
    report("entries_differ", "the ledger has no such entry");
  }
  stream->revision = message.revision;
}

}  // namespace

void CheckEntryWatches(const History& history, Violations* found) {
  int64_t newest = 0;
  for (const LedgerEntry& entry : history.entries) {
    newest = std::max(newest, entry.revision);
  }
  std::map<std::string, Stream> streams;
  for (const EntryMessage& message : history.entry_watches) {
    auto it = streams.find(message.stream);
    if (it == streams.end()) {
      it = streams
               .emplace(
                   message.stream,
                   Stream{EntriesOf(history, message.department), newest, 0})
               .first;
    }
    See(message, &it->second, found);
  }
}

}  // namespace yuheng::fault
