/// The History page: what happened on a node in a period, on one time line and as a list.
@NullMarked
package gpudyno.console.history;

import org.jspecify.annotations.NullMarked;
