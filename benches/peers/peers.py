"""Individuals charts and the Western Electric rules by numpy, polars and DuckDB.

    python3 peers.py DIRECTORY

reads the matrix that the program `peers` wrote to DIRECTORY and prints one JSON line a road. Needs
Python 3.11 or later; the packages of requirements.txt are installed in a virtual environment under
`target/` at the first run. Each road runs in a process of its own.

Every road gives, for every series, the number of points at which each rule holds:

    center = mean(x), sigma = mean(abs(x[i] - x[i-1])) / d2(2), d2(2) = 2 / sqrt(pi)
    beyond_3            the point is beyond 3 sigma
    two_of_three        it and 1 or more of the 2 before it are beyond 2 sigma on the same side
    four_of_five        it and 3 or more of the 4 before it are beyond 1 sigma on the same side
    eight_on_one_side   it ends a run of 8 or more on one side; points on the center are left out
"""

import json
import math
import os
import statistics
import subprocess
import sys
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE.parents[1] / "target" / "peers-venv"
D2 = 2 / math.sqrt(math.pi)
RULES = ("beyond_3", "two_of_three", "four_of_five", "eight_on_one_side")
# Name of the road, number of threads.
ROADS = (
    ("numpy", 1),
    ("numpy-blocks", 1),
    ("polars", 1),
    ("polars", 2),
    ("duckdb", 1),
    ("duckdb", 2),
)
FEWEST, MOST, ENOUGH_SECONDS = 3, 25, 4.0


def flags_by_numpy(values):
    """Whole matrices at once, as one writes it first."""
    import numpy as np

    center = values.mean(axis=1, keepdims=True)
    sigma = np.abs(np.diff(values, axis=1)).mean(axis=1, keepdims=True) / D2

    def beyond(side, multiple):
        if side > 0:
            return values > center + multiple * sigma
        return values < center - multiple * sigma

    def k_of_m(side, k, m, multiple):
        marks = beyond(side, multiple)
        count = marks.astype(np.int8)
        for lag in range(1, m):
            count[:, lag:] += marks[:, :-lag]
        return marks & (count >= k)

    def shift():
        # One column after the other: a point on the center leaves the run as it is.
        sides = np.sign(values - center).astype(np.int8).T.copy()
        length = np.zeros(len(values), dtype=np.int32)
        newest = np.zeros(len(values), dtype=np.int8)
        total = np.zeros(len(values), dtype=np.int64)
        for side in sides:
            off = side != 0
            length = np.where(off, np.where(side == newest, length + 1, 1), length)
            newest = np.where(off, side, newest)
            total += off & (length >= 8)
        return total

    def count(marks):
        return marks.sum(axis=1)

    return {
        "beyond_3": count(beyond(1, 3) | beyond(-1, 3)),
        "two_of_three": count(k_of_m(1, 2, 3, 2) | k_of_m(-1, 2, 3, 2)),
        "four_of_five": count(k_of_m(1, 4, 5, 1) | k_of_m(-1, 4, 5, 1)),
        "eight_on_one_side": shift(),
    }


def numpy_road(values, threads):
    return lambda: flags_by_numpy(values)


def numpy_blocks_road(values, threads):
    """The same, 500 series at a time, so that what comes between stays in the cache."""
    import numpy as np

    def run():
        blocks = [
            flags_by_numpy(values[start : start + 500]) for start in range(0, len(values), 500)
        ]
        return {rule: np.concatenate([block[rule] for block in blocks]) for rule in RULES}

    return run


def long_form(values):
    """One row a point: the series, the time, the value."""
    import numpy as np

    series, points = values.shape
    return {
        "series": np.repeat(np.arange(series, dtype=np.int32), points),
        "time": np.tile(np.arange(points, dtype=np.int32), series),
        "value": values.ravel(),
    }


def polars_road(values, threads):
    import polars as pl

    frame = pl.DataFrame(long_form(values))
    value, center, sigma = pl.col("value"), pl.col("center"), pl.col("sigma")

    def beyond(side, multiple):
        if side > 0:
            return value > center + multiple * sigma
        return value < center - multiple * sigma

    def k_of_m(side, k, m, multiple):
        marks = beyond(side, multiple)
        count = marks.cast(pl.Int32).rolling_sum(window_size=m, min_samples=1).over("series")
        return marks & (count >= k)

    def run():
        limits = frame.lazy().group_by("series").agg(
            value.mean().alias("center"),
            (value.diff().abs().mean() / D2).alias("sigma"),
        )
        points = frame.lazy().join(limits, on="series", how="left", maintain_order="left")
        windows = points.select(
            "series",
            (beyond(1, 3) | beyond(-1, 3)).alias("beyond_3"),
            (k_of_m(1, 2, 3, 2) | k_of_m(-1, 2, 3, 2)).alias("two_of_three"),
            (k_of_m(1, 4, 5, 1) | k_of_m(-1, 4, 5, 1)).alias("four_of_five"),
        )
        windows = windows.group_by("series").agg(pl.col(rule).sum() for rule in RULES[:3])
        sided = points.select("series", (value - center).sign().cast(pl.Int32).alias("side"))
        balance = pl.col("side").rolling_sum(window_size=8).over("series")
        runs = sided.filter(pl.col("side") != 0).select("series", (balance.abs() == 8).alias(RULES[3]))
        runs = runs.group_by("series").agg(pl.col(RULES[3]).sum())
        joined = windows.join(runs, on="series", how="left").sort("series").collect()
        return {rule: joined[rule].fill_null(0).to_numpy() for rule in RULES}

    return run


QUERY = f"""
with ranges as (
    select series, value,
        abs(value - lag(value) over (partition by series order by time)) as range
    from measurements
), limits as (
    select series, avg(value) as center, avg(range) / {D2!r} as sigma
    from ranges group by series
), marks as (
    select series, time, sign(value - center)::integer as side,
        case
            when value > center + 3 * sigma then 3
            when value > center + 2 * sigma then 2
            when value > center + 1 * sigma then 1
            when value < center - 3 * sigma then -3
            when value < center - 2 * sigma then -2
            when value < center - 1 * sigma then -1
            else 0
        end as zone
    from measurements join limits using (series)
), windows as (
    select series, zone,
        count(*) filter (where zone >= 2) over of_three as above_2,
        count(*) filter (where zone <= -2) over of_three as below_2,
        count(*) filter (where zone >= 1) over of_five as above_1,
        count(*) filter (where zone <= -1) over of_five as below_1
    from marks
    window
        of_three as (partition by series order by time rows 2 preceding),
        of_five as (partition by series order by time rows 4 preceding)
), zones as (
    select series,
        count(*) filter (where abs(zone) = 3) as beyond_3,
        count(*) filter (where zone >= 2 and above_2 >= 2
            or zone <= -2 and below_2 >= 2) as two_of_three,
        count(*) filter (where zone >= 1 and above_1 >= 4
            or zone <= -1 and below_1 >= 4) as four_of_five
    from windows group by series
), balances as (
    select series,
        sum(side) over (partition by series order by time rows 7 preceding) as balance
    from marks where side <> 0
), runs as (
    select series, count(*) filter (where abs(balance) = 8) as eight_on_one_side
    from balances group by series
)
select beyond_3, two_of_three, four_of_five,
    coalesce(eight_on_one_side, 0) as eight_on_one_side
from zones left join runs using (series) order by series
"""


def duckdb_road(values, threads):
    import duckdb

    connection = duckdb.connect(config={"threads": threads})
    points = long_form(values)  # found by its name in the statement below
    connection.execute("create table measurements as select * from points")
    return lambda: connection.execute(QUERY).fetchnumpy()


PREPARE = {
    "numpy": numpy_road,
    "numpy-blocks": numpy_blocks_road,
    "polars": polars_road,
    "duckdb": duckdb_road,
}


def memory(name):
    """Bytes by a line of the process's status; None where there is no such file."""
    try:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return None


def measure(name, threads, directory):
    import numpy as np

    header = json.loads((directory / "matrix.json").read_text())
    shape = header["series"], header["points"]
    values = np.fromfile(directory / "matrix.f64", dtype="<f8").reshape(shape)
    run = PREPARE[name](values, threads)
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pass  # the peak is then that of the preparations, or above it
    before = memory("VmRSS:")
    answer = run()
    peak = memory("VmHWM:")
    total = total_of(answer)
    del answer
    times = []
    while len(times) < FEWEST or len(times) < MOST and sum(times) < ENOUGH_SECONDS:
        start = time.perf_counter()
        answer = run()
        times.append(time.perf_counter() - start)
        del answer
    return {
        "name": name,
        "answer": "flag counts a series",
        "threads": threads,
        **header,
        "ns_per_point": statistics.median_high(times) * 1e9 / values.size,
        "fastest_ns_per_point": min(times) * 1e9 / values.size,
        "runs": len(times),
        "peak_bytes": None if before is None else max(0, peak - before),
        "definitions": "western_electric",
        "total": total,
    }


def total_of(answer):
    """Flags over all series, and the sum weighted by series and rule of the Rust side."""
    import numpy as np

    flags = {rule: int(np.asarray(answer[rule]).sum(dtype=np.int64)) for rule in RULES}
    weighted = sum(
        np.asarray(answer[rule]).astype(np.int64) * 2**power for power, rule in enumerate(RULES)
    )
    ranks = np.arange(1, len(weighted) + 1, dtype=np.int64)
    return {"flags": flags, "checksum": int((weighted * ranks).sum())}


def environment():
    """The interpreter of the virtual environment, made anew when the requirements change."""
    requirements = HERE / "requirements.txt"
    done = ENVIRONMENT / "installed.txt"
    scripts = "Scripts" if os.name == "nt" else "bin"
    python = ENVIRONMENT / scripts / "python"
    if not done.exists() or done.read_text() != requirements.read_text():
        venv.create(ENVIRONMENT, clear=True, with_pip=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "-r", requirements], check=True, stdout=sys.stderr)
        done.write_text(requirements.read_text())
    return python


def main():
    match sys.argv[1:]:
        case [directory]:
            python = environment()
            for name, threads in ROADS:
                command = [python, __file__, directory, name, str(threads)]
                limited = {**os.environ, "POLARS_MAX_THREADS": str(threads)}
                subprocess.run(command, check=True, env=limited)
        case [directory, name, threads]:
            print(json.dumps(measure(name, int(threads), Path(directory))), flush=True)
        case _:
            sys.exit("usage: python3 peers.py DIRECTORY")


if __name__ == "__main__":
    main()
