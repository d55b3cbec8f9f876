export default function Home() {
  return <main>Tasks are served under /api.</main>;
}
