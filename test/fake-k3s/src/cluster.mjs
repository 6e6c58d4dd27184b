export async function joinCluster() {}
export async function openCluster() {}
