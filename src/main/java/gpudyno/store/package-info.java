/// What outlives the process, in one SQLite file: frames, sessions, the journal of knob changes, events, settings.
///
/// SQLite because it survives a kill in the middle of a write, needs no server, and any tool can read it. WAL mode, one connection, one
/// writer process, which a lock file keeps (SQLite's own locks would let two processes take turns and mix two nodes up).
@NullMarked
package gpudyno.store;

import org.jspecify.annotations.NullMarked;
