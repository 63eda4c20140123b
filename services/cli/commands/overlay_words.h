#ifndef YUHENG_SERVICES_CLI_COMMANDS_OVERLAY_WORDS_H_
#define YUHENG_SERVICES_CLI_COMMANDS_OVERLAY_WORDS_H_

#include "services/cli/output/json.h"
#include "services/cli/output/terminal.h"
#include "services/validation/finding.h"

namespace yuheng::cli {

// What an overlay changed for a document, for people: which rules are off, and
// what others became. Prints nothing when there was no overlay.
void PrintOverlay(const Terminal& terminal,
                  const validation::VerdictSummary& summary);

// "overlay":{"sha256":…,"off":[rule…],"changed":[{"rule":…,"severity":…,
// "discipline":…}],"count":…}, where what was not changed is null; and
// "referencesSha256". Neither where there was none.
void WriteOverlay(const validation::VerdictSummary& summary, JsonWriter* json);

}  // namespace yuheng::cli

#endif  // YUHENG_SERVICES_CLI_COMMANDS_OVERLAY_WORDS_H_
