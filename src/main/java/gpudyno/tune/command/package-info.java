/// Tunes a server by its launch command: start it with a configuration, wait until it is healthy, load it, stop all it started.
///
/// Processes are ended by their handles, which know a process's start time, so that a number the system gave to somebody else is never hit.
@NullMarked
package gpudyno.tune.command;

import org.jspecify.annotations.NullMarked;
