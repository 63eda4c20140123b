#ifndef YUHENG_SERVICES_INGESTION_ISOLATION_CONFINEMENT_H_
#define YUHENG_SERVICES_INGESTION_ISOLATION_CONFINEMENT_H_

namespace yuheng::ingestion {

// Leaves this process, for good, what it takes to turn the bytes it has into
// others: memory, the descriptors that are open, the clock. What a hostile file
// might make of it opens no file, asks nobody, starts nothing, maps no new code
// and reaches no other process: the kernel answers EPERM (seccomp). False where
// the kernel has no such filters.
bool Confine();

}  // namespace yuheng::ingestion

#endif  // YUHENG_SERVICES_INGESTION_ISOLATION_CONFINEMENT_H_
