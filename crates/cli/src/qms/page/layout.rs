//! Where the boxes and links of a diagram stand: one column a level, the aim at the left.
//!
//! After Sugiyama, Tagawa and Toda (1981), Methods for visual understanding of hierarchical system
//! structures: links that skip a level get a lane of their own in between; neighbors are put in order by
//! the mean place of what they are linked to; then each stands as near to that mean as boxes allow.

/// Space between two boxes of a column.
pub(super) const GAP: f64 = 18.0;

/// Height of the lane of a link through a column that it skips.
const LANE: f64 = 10.0;

/// How often neighbors are put in order anew. Diagrams settle within a few rounds.
const ROUNDS: usize = 12;

/// A box to be placed: its column, counted from the aim, and its height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Item {
    pub(super) column: usize,
    pub(super) height: f64,
}

/// A placed diagram.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    /// Left edge and width of the columns.
    pub(super) columns: Vec<(f64, f64)>,
    /// Top of each box.
    pub(super) tops: Vec<f64>,
    /// For each link its way, from the right edge of the nearer box to the left edge of the farther.
    pub(super) ways: Vec<Vec<(f64, f64)>>,
    /// Height of all.
    pub(super) height: f64,
}

/// What stands in a column: a box, or the lane of a link.
#[derive(Debug, Clone)]
struct Cell {
    height: f64,
    near: Vec<usize>,
    far: Vec<usize>,
}

/// Places boxes, of columns so wide with so much between them. Links go from a box to another that
/// stands nearer to the aim, `(from, to)`; others are left out.
pub(super) fn place(items: &[Item], links: &[(usize, usize)], width: f64, between: f64) -> Layout {
    let count = items.iter().map(|item| item.column + 1).max().unwrap_or(0);
    let mut cells: Vec<Cell> = items.iter().map(|item| Cell::new(item.height)).collect();
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (at, item) in items.iter().enumerate() {
        columns[item.column].push(at);
    }
    let mut chains = Vec::with_capacity(links.len());
    for (from, to) in links.iter().copied() {
        let (Some(far), Some(near)) = (items.get(from), items.get(to)) else {
            chains.push(Vec::new());
            continue;
        };
        if near.column >= far.column {
            chains.push(Vec::new());
            continue;
        }
        let mut chain = vec![to];
        for column in &mut columns[near.column + 1..far.column] {
            column.push(cells.len());
            chain.push(cells.len());
            cells.push(Cell::new(LANE));
        }
        chain.push(from);
        for pair in chain.windows(2) {
            cells[pair[0]].far.push(pair[1]);
            cells[pair[1]].near.push(pair[0]);
        }
        chains.push(chain);
    }
    order(&mut columns, &cells);
    let tops = heights(&columns, &cells);
    let lefts = |column: usize| column as f64 * (width + between);
    let ways = ways(&chains, &columns, &cells, &tops, &|column| {
        (lefts(column), width)
    });
    let bottoms = tops.iter().zip(&cells).map(|(top, cell)| top + cell.height);
    Layout {
        columns: (0..count).map(|column| (lefts(column), width)).collect(),
        height: bottoms.fold(0.0, f64::max),
        tops: tops[..items.len()].to_vec(),
        ways,
    }
}

impl Cell {
    const fn new(height: f64) -> Self {
        Self {
            height,
            near: Vec::new(),
            far: Vec::new(),
        }
    }
}

/// Puts each column in the order of the mean place of what its cells are linked to, from the aim outward
/// and back.
fn order(columns: &mut [Vec<usize>], cells: &[Cell]) {
    let mut places = vec![0.0; cells.len()];
    let note = |column: &[usize], places: &mut [f64]| {
        for (place, cell) in column.iter().enumerate() {
            // Columns of any length are compared.
            places[*cell] = (place as f64 + 0.5) / column.len() as f64;
        }
    };
    columns.iter().for_each(|column| note(column, &mut places));
    let mut best = (crossings(columns, cells), columns.to_vec());
    for round in 0..ROUNDS {
        let outward = round % 2 == 0;
        let steps: Vec<usize> = if outward {
            (0..columns.len()).collect()
        } else {
            (0..columns.len()).rev().collect()
        };
        for at in steps {
            let mean = |cell: usize| {
                let linked = if outward {
                    &cells[cell].near
                } else {
                    &cells[cell].far
                };
                match linked.len() {
                    0 => places[cell],
                    many => linked.iter().map(|other| places[*other]).sum::<f64>() / many as f64,
                }
            };
            let mut column: Vec<(f64, usize)> = columns[at]
                .iter()
                .map(|cell| (mean(*cell), *cell))
                .collect();
            // Stable: of equals the earlier stays first.
            column.sort_by(|one, other| one.0.total_cmp(&other.0));
            columns[at] = column.into_iter().map(|(_, cell)| cell).collect();
            note(&columns[at], &mut places);
        }
        let crossed = crossings(columns, cells);
        if crossed < best.0 {
            best = (crossed, columns.to_vec());
        }
    }
    columns.clone_from_slice(&best.1);
}

/// How many pairs of links cross between neighboring columns.
fn crossings(columns: &[Vec<usize>], cells: &[Cell]) -> usize {
    let mut places = vec![0; cells.len()];
    for column in columns {
        for (place, cell) in column.iter().enumerate() {
            places[*cell] = place;
        }
    }
    let mut crossed = 0;
    for column in columns {
        let mut ends: Vec<usize> = Vec::new();
        for cell in column {
            let mut own: Vec<usize> = cells[*cell].far.iter().map(|far| places[*far]).collect();
            own.sort_unstable();
            for end in &own {
                crossed += ends.iter().filter(|other| *other > end).count();
            }
            ends.extend(own);
        }
    }
    crossed
}

/// The top of each cell: near to the middle of what it is linked to, in the order of its column.
fn heights(columns: &[Vec<usize>], cells: &[Cell]) -> Vec<f64> {
    let mut tops = vec![0.0; cells.len()];
    for column in columns {
        let mut top = 0.0;
        for cell in column {
            tops[*cell] = top;
            top += cells[*cell].height + GAP;
        }
    }
    // The last round is one towards the aim: what others contribute to stands in the middle of them.
    for round in 0..=ROUNDS {
        let inward = round % 2 == 0;
        for at in 0..columns.len() {
            let at = if inward { columns.len() - 1 - at } else { at };
            let wanted: Vec<f64> = columns[at]
                .iter()
                .map(|cell| {
                    let own = &cells[*cell];
                    let linked = if inward { &own.far } else { &own.near };
                    let middle = |cell: &usize| tops[*cell] + cells[*cell].height / 2.0;
                    match linked.len() {
                        0 => tops[*cell],
                        many => {
                            let sum: f64 = linked.iter().map(middle).sum();
                            sum / many as f64 - own.height / 2.0
                        }
                    }
                })
                .collect();
            let steps: Vec<f64> = columns[at]
                .iter()
                .map(|cell| cells[*cell].height + GAP)
                .collect();
            for (cell, top) in columns[at].iter().zip(nearest(&wanted, &steps)) {
                tops[*cell] = top;
            }
        }
    }
    let least = tops.iter().copied().fold(f64::INFINITY, f64::min);
    let least = if least.is_finite() { least } else { 0.0 };
    tops.iter().map(|top| top - least).collect()
}

/// The places nearest to those wanted, by the sum of squares, of which each is at least a step after the
/// one before: pooled adjacent violators (Ayer et al. 1955).
fn nearest(wanted: &[f64], steps: &[f64]) -> Vec<f64> {
    let mut offset = 0.0;
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (wanted, step) in wanted.iter().zip(steps) {
        let mut pool = (wanted - offset, 1);
        while let Some(last) = pools.last().copied().filter(|last| last.0 > pool.0) {
            pools.pop();
            let count = last.1 + pool.1;
            pool = (
                (last.0 * last.1 as f64 + pool.0 * pool.1 as f64) / count as f64,
                count,
            );
        }
        pools.push(pool);
        offset += step;
    }
    let flat = pools
        .into_iter()
        .flat_map(|(place, count)| std::iter::repeat_n(place, count));
    let mut offset = 0.0;
    let mut places = Vec::with_capacity(wanted.len());
    for (place, step) in flat.zip(steps) {
        places.push(place + offset);
        offset += step;
    }
    places
}

/// The way of each link. Links that share a box leave it one below the other, in the order of their other
/// ends.
fn ways(
    chains: &[Vec<usize>],
    columns: &[Vec<usize>],
    cells: &[Cell],
    tops: &[f64],
    edges: &dyn Fn(usize) -> (f64, f64),
) -> Vec<Vec<(f64, f64)>> {
    let mut column_of = vec![0; cells.len()];
    for (at, column) in columns.iter().enumerate() {
        for cell in column {
            column_of[*cell] = at;
        }
    }
    let middle = |cell: usize| tops[cell] + cells[cell].height / 2.0;
    let port = |cell: usize, other: usize, others: &[usize]| {
        let mut order: Vec<usize> = others.to_vec();
        order.sort_by(|one, two| middle(*one).total_cmp(&middle(*two)).then(one.cmp(two)));
        let place = order.iter().position(|one| *one == other).unwrap_or(0);
        let room = (cells[cell].height - 16.0).max(0.0);
        let step = match order.len() {
            0 | 1 => 0.0,
            many => (room / (many - 1) as f64).min(9.0),
        };
        let count = order.len().saturating_sub(1) as f64;
        middle(cell) + step * (place as f64 - count / 2.0)
    };
    let way = |chain: &Vec<usize>| {
        let mut points = Vec::with_capacity(chain.len() * 2);
        for pair in chain.windows(2) {
            let (near, far) = (pair[0], pair[1]);
            let (left, width) = edges(column_of[near]);
            points.push((left + width, port(near, far, &cells[near].far)));
            points.push((edges(column_of[far]).0, port(far, near, &cells[far].near)));
        }
        points
    };
    chains.iter().map(way).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(items: &[Item], links: &[(usize, usize)]) {
        let layout = place(items, links, 200.0, 70.0);
        let boxes: Vec<(f64, f64, f64, f64)> = items
            .iter()
            .zip(&layout.tops)
            .map(|(item, top)| (layout.columns[item.column].0, *top, 200.0, item.height))
            .collect();
        for (at, one) in boxes.iter().enumerate() {
            assert!(
                one.1 >= 0.0 && one.1 + one.3 <= layout.height + 1e-6,
                "outside"
            );
            for other in &boxes[at + 1..] {
                let apart = one.0 != other.0
                    || one.1 + one.3 + GAP <= other.1 + 1e-6
                    || other.1 + other.3 + GAP <= one.1 + 1e-6;
                assert!(apart, "{one:?} {other:?}");
            }
        }
        for ((from, to), way) in links.iter().zip(&layout.ways) {
            if items[*to].column >= items[*from].column {
                assert!(way.is_empty());
                continue;
            }
            let (near, far) = (boxes[*to], boxes[*from]);
            let (first, last) = (way[0], way[way.len() - 1]);
            assert_eq!((first.0, last.0), (near.0 + near.2, far.0), "ends at edges");
            assert!(
                first.1 >= near.1 && first.1 <= near.1 + near.3,
                "ends at the box"
            );
            assert!(
                last.1 >= far.1 && last.1 <= far.1 + far.3,
                "ends at the box"
            );
            // Through a column that it skips it runs level, and past all boxes there.
            for pair in way[1..way.len() - 1].chunks(2) {
                assert_eq!(pair[0].1, pair[1].1);
                let crosses = |one: &&(f64, f64, f64, f64)| {
                    one.0 == pair[0].0 && pair[0].1 > one.1 && pair[0].1 < one.1 + one.3
                };
                assert_eq!(boxes.iter().find(crosses), None);
            }
        }
    }

    #[test]
    fn a_small_diagram_by_hand() {
        let item = |column| Item {
            column,
            height: 40.0,
        };
        let items = [item(0), item(1), item(1), item(2)];
        let layout = place(&items, &[(1, 0), (2, 0), (3, 2)], 200.0, 70.0);
        // Two primary drivers one below the other, the aim in the middle between them.
        assert!((layout.tops[2] - layout.tops[1] - 58.0).abs() < 1e-9);
        let middle = (layout.tops[1] + layout.tops[2]) / 2.0;
        assert!((layout.tops[0] - middle).abs() < 1.0, "{layout:?}");
        assert_eq!(
            layout.columns,
            [(0.0, 200.0), (270.0, 200.0), (540.0, 200.0)]
        );
    }

    #[test]
    fn nothing_and_one_box() {
        assert_eq!(place(&[], &[], 200.0, 70.0).height, 0.0);
        check(
            &[Item {
                column: 2,
                height: 30.0,
            }],
            &[],
        );
    }

    #[test]
    fn equal_input_gives_equal_places() {
        let items: Vec<Item> = (0..40)
            .map(|at| Item {
                column: at % 4,
                height: 30.0 + (at % 5) as f64,
            })
            .collect();
        let links: Vec<(usize, usize)> = (4..40).map(|at| (at, at - 1)).collect();
        assert_eq!(
            place(&items, &links, 200.0, 70.0),
            place(&items, &links, 200.0, 70.0)
        );
    }

    proptest! {
        #[test]
        fn no_two_boxes_overlap_and_links_end_at_boxes(
            items in prop::collection::vec((0usize..4, 20.0f64..160.0), 1..50),
            links in prop::collection::vec((0usize..50, 0usize..50), 0..80),
        ) {
            let items: Vec<Item> = items.iter().map(|(column, height)| Item { column: *column, height: *height }).collect();
            let links: Vec<(usize, usize)> = links.iter()
                .map(|(from, to)| (from % items.len(), to % items.len())).collect();
            let mut once: Vec<(usize, usize)> = Vec::new();
            for link in links {
                if !once.contains(&link) {
                    once.push(link);
                }
            }
            check(&items, &once);
        }
    }
}
