/// The alert engine: rules over meters are evaluated frame by frame, alerts become pending, firing and ended, and receivers are notified.
///
/// The engine has three parts without side effects, and a loop. The first evaluates conditions, the second updates the state machines of
/// the alerts, the third makes notifications. The loop stores what must survive a restart before it sends anything. Time inside the engine
/// is observed time, summed from the lengths of frames, so a clock that jumps does no harm.
///
/// A tuning session must try bad settings. While a session or a load run loads the node, rules about serving are not evaluated, and its
/// requests do not count in any error budget. Frames are marked as such (`node.testing`), so that the same applies to stored history.
@NullMarked
package gpudyno.watch;

import org.jspecify.annotations.NullMarked;
