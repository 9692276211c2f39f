/// The words of GPU Dyno as records and sealed types, each in its own room:
///
/// - `meter`: what can be read (meters, series, frames, roll-up), the meter registry;
/// - `knob`: what can be turned, the knob registry;
/// - `target`: bounds on meters, profiles, the ten modules;
/// - `load`: scenarios, workloads and the report of a run;
/// - `tune`: subjects, trials and the report of a session;
/// - `node`: what a node says of itself: information, health, events.
///
/// Nothing here does I/O, and nothing here knows an engine. Arrows between the rooms run
/// `node → tune → load → target → meter` and `tune → knob`.
@NullMarked
package gpudyno.model;

import org.jspecify.annotations.NullMarked;
