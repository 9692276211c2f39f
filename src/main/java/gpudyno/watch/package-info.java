/// The alert engine: rules over meters judged frame by frame, alerts that pend, fire and end, and what is told of them to whom.
///
/// The engine is three pure parts and a loop: conditions become verdicts, verdicts move the state machines of the book of alerts, the book
/// gives out notifications; the loop stores what a restart must not lose before anything is sent. Time inside is the time watched, summed
/// from the lengths of frames, so clocks may jump.
///
/// A tuning session must try bad settings. While one, or a load run, loads the node, rules about serving are not judged and its requests count
/// in no error budget. The frames say so themselves (`node.testing`), so that the same holds for stored history.
@NullMarked
package gpudyno.watch;

import org.jspecify.annotations.NullMarked;
