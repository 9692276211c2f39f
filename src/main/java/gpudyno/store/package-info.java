/// Data that outlives the process, in one SQLite file: frames, sessions, runs, the journal of knob changes, events, settings. Each table
/// has a class of its own, which owns its SQL, its migrations and what is dropped from it.
///
/// SQLite because it survives a kill in the middle of a write, needs no server, and any tool can read it. WAL mode, one connection, one
/// writer process, which a lock file keeps (SQLite's own locks would let two processes take turns and mix two nodes up).
///
/// A row that cannot be read is skipped, reported and kept; it never prevents a start. All files are their owner's alone ([PrivateFiles]).
@NullMarked
package gpudyno.store;

import org.jspecify.annotations.NullMarked;
