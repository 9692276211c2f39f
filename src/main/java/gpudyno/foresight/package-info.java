/// What is unusual in a series, and what comes next in it.
///
/// A package of its own beside `watch`, which is the alert engine: alerts judge rules that people write, this package learns from the values
/// alone, and neither needs the other. Everything here is online: a value is judged and forecast by the values before it, in constant memory,
/// with one setting for every series.
///
/// Anomalies: the random cut forest is the AWS library's. The other detectors, the ranks that make their answers comparable, and the silence
/// after an anomaly are our own, because no Java library was found that has them online; each names the method that it follows. The
/// variant was chosen over all files and made-up series of `packaging/bench/anomalies` together, and the choice was checked by leaving each
/// file out once; no constant is of one file.
///
/// Forecasts: simple candidates, weighted by their own recent errors. The library's own forecaster has not been compared with them.
///
/// On a node, [AnomalyWatch] watches a bounded set of figures: one counts as unusual if it is rare by the detectors and lies far off what it
/// usually reads, because among many meters something is always rare. A random cut forest over all of them sees what no one shows alone.
/// [Outlooks] forecasts some of them, [IncidentBook] puts together what belongs together, [LikelyCause] says what it comes from, [Pilot] acts
/// ahead of need.
@NullMarked
package gpudyno.foresight;

import org.jspecify.annotations.NullMarked;
