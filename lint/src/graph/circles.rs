// src/graph/circles.rs - Nodes that use each other in a circle

use std::collections::BTreeSet;

use super::{Graph, NodeId};

/// Finds the circles and marks their links. Links within a family don't count: a module and those in it are written together.
pub(super) fn mark_circles(graph: &mut Graph, is_family: &dyn Fn(NodeId, NodeId) -> bool) {
    let mut next: Vec<Vec<NodeId>> = vec![Vec::new(); graph.nodes.len()];
    for link in graph.links.iter().filter(|link| !is_family(link.from, link.to)) {
        if let Some(targets) = next.get_mut(link.from) {
            targets.push(link.to);
        }
    }
    graph.circles = components(&next).into_iter().filter(|component| component.len() > 1).collect();
    graph.circles.sort();
    for circle in &graph.circles {
        let members: BTreeSet<NodeId> = circle.iter().copied().collect();
        for link in &mut graph.links {
            link.circle |= members.contains(&link.from) && members.contains(&link.to) && !is_family(link.from, link.to);
        }
    }
}

/// The strongly connected components, each sorted: Tarjan's algorithm, without recursion so that no project is too deep.
fn components(next: &[Vec<NodeId>]) -> Vec<Vec<NodeId>> {
    const NEW: usize = usize::MAX;
    let mut index = vec![NEW; next.len()];
    let mut low = vec![0; next.len()];
    let mut on_stack = vec![false; next.len()];
    let (mut stack, mut found, mut count) = (Vec::new(), Vec::new(), 0);
    for start in 0..next.len() {
        if index[start] != NEW {
            continue;
        }
        // A node and how many of its links were followed.
        let mut work: Vec<(NodeId, usize)> = vec![(start, 0)];
        while let Some((node, followed)) = work.pop() {
            if followed == 0 {
                index[node] = count;
                low[node] = count;
                count += 1;
                stack.push(node);
                on_stack[node] = true;
            }
            match next[node].get(followed) {
                Some(&target) => {
                    work.push((node, followed + 1));
                    if index[target] == NEW {
                        work.push((target, 0));
                    } else if on_stack[target] {
                        low[node] = low[node].min(index[target]);
                    }
                }
                None => {
                    if let Some(&(above, _)) = work.last() {
                        low[above] = low[above].min(low[node]);
                    }
                    if low[node] == index[node] {
                        let mut component = Vec::new();
                        while let Some(member) = stack.pop() {
                            on_stack[member] = false;
                            component.push(member);
                            if member == node {
                                break;
                            }
                        }
                        component.sort_unstable();
                        found.push(component);
                    }
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn circles_are_told_from_chains() {
        for (next, expected) in [
            (vec![vec![1], vec![2], vec![]], vec![]),
            (vec![vec![1], vec![0], vec![0]], vec![vec![0, 1]]),
            (vec![vec![1], vec![2], vec![0, 3], vec![4], vec![3]], vec![vec![0, 1, 2], vec![3, 4]]),
            (vec![vec![1, 2], vec![3], vec![3], vec![0]], vec![vec![0, 1, 2, 3]]),
            (vec![vec![0]], vec![]),
        ] {
            let mut found: Vec<_> = components(&next).into_iter().filter(|it| it.len() > 1).collect();
            found.sort();
            assert_eq!(found, expected, "{next:?}");
        }
    }
}
