/// The shape of a load in time (scenario), what each request holds (workload), and what a run measured.
@NullMarked
package gpudyno.model.load;

import org.jspecify.annotations.NullMarked;
