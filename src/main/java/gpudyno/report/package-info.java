/// Reports of sessions and runs for people: terminal tables and self-contained pages. They read the model's records and compute nothing new.
@NullMarked
package gpudyno.report;

import org.jspecify.annotations.NullMarked;
