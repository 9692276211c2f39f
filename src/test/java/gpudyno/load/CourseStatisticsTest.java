package gpudyno.load;

import static org.assertj.core.api.Assertions.assertThat;

import gpudyno.model.load.RunCourse;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class CourseStatisticsTest {
    @Test
    void aLongRunIsToldInFewColumnsWithoutLosingAnything() {
        CourseStatistics course = new CourseStatistics(10);
        Histogram second = new Histogram(1, RunStatistics.MAX_MICROS, 2);
        Histogram all = new Histogram(1, RunStatistics.MAX_MICROS, 3);
        for (int i = 0; i < 1500; i++) {
            second.reset();
            second.recordValue(1000 + i);
            all.recordValue(1000 + i);
            course.add(second, second, 3, 1, i % 7);
        }
        RunCourse told = course.tell().report(all, all, List.of());
        assertThat(told.columnSeconds()).isEqualTo(8);
        assertThat(told.columns()).hasSize(188);
        assertThat(told.columns().stream().mapToLong(RunCourse.Column::offered).sum()).isEqualTo(4500);
        assertThat(told.columns().stream().mapToLong(RunCourse.Column::correct).sum()).isEqualTo(1500);
        assertThat(told.columns().stream().mapToLong(RunCourse.Column::errors).sum()).isEqualTo(1500);
        // Columns used again hold nothing of their earlier life: each has the median of its own eight seconds.
        for (int i = 0; i < 187; i++) {
            assertThat(told.columns().get(i).p50()).isBetween((1000 + 8 * i) / 1000.0 * 0.99, (1007 + 8 * i) / 1000.0 * 1.01);
            assertThat(course.lag(50)[i]).isEqualTo(told.columns().get(i).p50());
        }
    }
}
