/// What a node costs: a ledger of time, energy and work, and what follows from it with prices.
///
/// The ledger knows no money, so that prices may change later. Energy comes from the best source there is: the devices' own energy counters,
/// else their power integrated over time, else the host's processors, else the watts that somebody declared. Each figure names its source, and
/// what has neither a measured nor a declared ground is absent.
///
/// A package of its own beside `watch`: the alert engine needs nothing of it, and the other way round.
@NullMarked
package gpudyno.cost;

import org.jspecify.annotations.NullMarked;
