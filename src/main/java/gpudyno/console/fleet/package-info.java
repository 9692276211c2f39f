/// The Fleet page: many nodes in one table, and what can be done with several at once.
@NullMarked
package gpudyno.console.fleet;

import org.jspecify.annotations.NullMarked;
