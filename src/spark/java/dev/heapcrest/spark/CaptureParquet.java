package dev.heapcrest.spark;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** The table of captures as Parquet. Loaded where it is asked for alone: clusters may lack spark-sql. Stateless. */
final class CaptureParquet {
    private static final StructType COLUMNS = new StructType()
            .add("file", DataTypes.StringType)
            .add("file_bytes", DataTypes.LongType)
            .add("state", DataTypes.StringType)
            .add("peak_bytes", DataTypes.LongType)
            .add("peak_count", DataTypes.LongType)
            .add("leaked_bytes", DataTypes.LongType)
            .add("leaked_count", DataTypes.LongType)
            .add("peak_memory_bytes", DataTypes.LongType)
            .add("start_time_ms", DataTypes.LongType)
            .add("end_time_ms", DataTypes.LongType)
            .add("allocation_records", DataTypes.LongType)
            .add("largest_sample_gap_ms", DataTypes.LongType)
            .add("identity", DataTypes.StringType)
            .add("same_as", DataTypes.StringType)
            .add("problem", DataTypes.StringType)
            .add("broken_limits", DataTypes.StringType)
            .add("labels", DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType));

    private CaptureParquet() {}

    /** @param folder is made */
    static void write(FleetRows rows, String folder) {
        List<Row> table = rows.all().stream().map(CaptureParquet::row).toList();
        SparkSession.builder()
                .getOrCreate()
                .createDataFrame(table, COLUMNS)
                .write()
                .parquet(folder);
    }

    private static Row row(FileRow row) {
        return RowFactory.create(
                row.file().path(),
                row.file().lengthBytes(),
                row.stateText(),
                row.peakBytes(),
                row.peakCount(),
                row.leakedBytes(),
                row.leakedCount(),
                row.peakMemoryBytes(),
                row.startMillis(),
                row.endMillis(),
                row.allocationRecords(),
                row.largestGapMillis(),
                row.identity(),
                row.sameAs(),
                row.problem(),
                row.broken(),
                CollectionConverters.asScala(row.labels()));
    }
}
