/// Ways to search a space, all behind [gpudyno.tune.strategy.Strategy].
///
/// They are our own, since what libraries there are for the JVM search continuous spaces, or need a process beside this one; EJML does the
/// linear algebra. `auto` is a portfolio that leans on the Gaussian process: alone it came closest to the optimum on measured spaces, with
/// greedy local search ahead of it in the first fifty trials of some. A regression forest in its place stayed behind on two spaces of four and
/// took twice the time, so it only predicts failures.
@NullMarked
package gpudyno.tune.strategy;

import org.jspecify.annotations.NullMarked;
